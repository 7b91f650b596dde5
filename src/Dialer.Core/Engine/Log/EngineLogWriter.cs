using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Log;

/// <summary>
/// Writes inputs as bytes, so that a run can be replayed to the same outputs, bit for bit. Pure: the caller owns the
/// file. No allocation for signals in steady state.
/// <code>
///   log      = "DLRLOG" version(1 byte) firstAttempt(number) record*
///   record   = length(number) checksum(4 bytes, FNV-1a of the body, least byte first) body
///   body     = kind(1 byte) ticks since the last record(number) fields present(number) fields; a payload is JSON
/// </code>
/// Write what the engine is given: the instant of Apply. Deadlines in between fire by themselves in a replay; the last
/// record should be a Tick at the instant to which the engine was advanced.
/// </summary>
public sealed class EngineLogWriter
{
    internal const byte Version = 2;
    internal static ReadOnlySpan<byte> Magic => "DLRLOG"u8;

    /// <summary>A LeadsLoaded of 2,000 leads with several numbers each takes under 1 MiB; beyond this something is wrong.</summary>
    public const int MaxRecordBytes = 64 << 20;

    private readonly LogBytes _body = new();
    private readonly LogBytes _frame = new();

    // What a payload says of a zone is its id: nothing is looked up to write it.
    private readonly Payloads _payloads = new(id => throw new UnreachableException(id));
    private Instant _last = Instant.Epoch;

    /// <param name="firstAttempt">As the engine's options say; a replay begins with the same.</param>
    public void WriteHeader(long firstAttempt, IBufferWriter<byte> to)
    {
        _frame.Clear();
        foreach (byte letter in Magic)
            _frame.Byte(letter);
        _frame.Byte(Version);
        _frame.Signed(firstAttempt);
        to.Write(_frame.Written);
    }

    public void Write(in EngineInput input, Instant at, IBufferWriter<byte> to)
    {
        _body.Clear();
        _body.Byte((byte)input.Kind);
        _body.Signed(at.Ticks - _last.Ticks);
        _last = at;
        LogFields.Write(_body, input, _payloads);
        if (_body.Written.Length > MaxRecordBytes)
            throw new EngineLogException("a record is too long");
        _frame.Clear();
        _frame.Unsigned((ulong)_body.Written.Length);
        to.Write(_frame.Written);
        BinaryPrimitives.WriteUInt32LittleEndian(to.GetSpan(4), LogFields.Checksum(_body.Written));
        to.Advance(4);
        to.Write(_body.Written);
    }
}
