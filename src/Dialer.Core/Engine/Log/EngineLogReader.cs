using System.Buffers.Binary;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Log;

/// <summary>
/// Reads what <see cref="EngineLogWriter"/> wrote, a piece at a time. Pure; bytes that make no sense are an
/// <see cref="EngineLogException"/>.
/// </summary>
/// <param name="zones">Finds a time zone by its id, as TimeZoneInfo.FindSystemTimeZoneById does.</param>
public sealed class EngineLogReader(Func<string, TimeZoneInfo> zones)
{
    private readonly Payloads _payloads = new(zones);
    private Instant _last = Instant.Epoch;
    private byte _version = EngineLogWriter.Version;

    /// <summary>Moves <paramref name="bytes"/> past the header, and returns the engine's first attempt id. Logs of every version so far are read.</summary>
    public long ReadHeader(ref ReadOnlySpan<byte> bytes)
    {
        var magic = EngineLogWriter.Magic;
        if (!bytes.StartsWith(magic) || bytes.Length < magic.Length + 2)
            throw new EngineLogException("this is no engine log");
        _version = bytes[magic.Length];
        if (_version is 0 or > EngineLogWriter.Version)
            throw new EngineLogException($"the log is of version {_version}, this program reads up to version {EngineLogWriter.Version}: replay it with the version that wrote it");
        bytes = bytes[(magic.Length + 1)..];
        if (!TryReadNumber(ref bytes, out ulong first))
            throw new EngineLogException("the header is torn");
        return (long)(first >> 1) ^ -(long)(first & 1);
    }

    /// <summary>Moves <paramref name="bytes"/> past one record; leaves them where they are unless there was one.</summary>
    public LogRead TryRead(ref ReadOnlySpan<byte> bytes, out EngineInput input, out Instant at)
    {
        input = default;
        at = _last;
        if (bytes.IsEmpty)
            return LogRead.End;
        var rest = bytes;
        if (!TryReadNumber(ref rest, out ulong length))
            return LogRead.Torn;
        if (length is 0 or > EngineLogWriter.MaxRecordBytes)
            throw new EngineLogException($"a record of {length} bytes");
        if (rest.Length < 4 + (int)length)
            return LogRead.Torn;
        var body = rest.Slice(4, (int)length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest) != LogFields.Checksum(body))
            throw new EngineLogException("a record's checksum does not fit");
        ReadBody(body, out input, out at);
        bytes = rest[(4 + (int)length)..];
        return LogRead.Record;
    }

    private void ReadBody(ReadOnlySpan<byte> body, out EngineInput input, out Instant at)
    {
        var text = new LogText(body, zones);
        var kind = (EngineInputKind)text.Byte();
        if (!Enum.IsDefined(kind))
            throw new EngineLogException($"a record of kind {(int)kind}, which this program does not know: replay it with the version that wrote it");
        at = _last = new Instant(_last.Ticks + text.Signed());
        input = LogFields.Read(ref text, kind, _version == 1 ? null : _payloads);
        if (!text.IsAtEnd)
            throw new EngineLogException($"a record of {kind} is longer than its fields");
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        if (bytes.Length >= 10)
            throw new EngineLogException("a number is too long");
        return false;
    }
}
