using System.Buffers;
using System.Threading.Channels;
using Dialer.Core.Engine.Log;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Server.Running;

/// <summary>
/// Writes every input of a run to a file, for a replay in virtual time. The loop thread fills a buffer; a task writes
/// it, at the latest after <see cref="WrittenWithin"/>: what a process that dies leaves behind can be replayed up to then. When <see cref="MostBuffers"/> wait for a disk that stands still, the recording ends there and says so: a log
/// with a gap would replay to something else. Holds telephone numbers: the file is for its owner only.
/// </summary>
internal sealed class InputRecorder : IInputLog, IAsyncDisposable
{
    public const int MostBuffers = 256;
    private const int BufferBytes = 64 * 1024;

    public static readonly TimeSpan WrittenWithin = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;
    private readonly ILogger _logger;
    private readonly EngineLogWriter _writer = new();
    private readonly OutputDigest _digest = new();
    private readonly Channel<byte[]> _full = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostBuffers) { SingleReader = true, SingleWriter = true });
    private readonly Task _writing;
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferBytes * 2);
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private bool _ended;

    private InputRecorder(FileStream file, long firstAttempt, ILogger logger, TimeProvider time)
    {
        _file = file;
        _logger = logger;
        _writer.WriteHeader(firstAttempt, _buffer);
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _writing = Task.Run(WriteAsync);
        _timer = time.CreateTimer(_ => HandOver(), null, WrittenWithin, WrittenWithin);
    }

    public string Path => _file.Name;

    /// <summary>What the engine answered, as a replay must answer it.</summary>
    public (ulong Digest, long Outputs) Answer => (_digest.Value, _digest.Count);

    /// <param name="path">A new file; an existing one is replaced.</param>
    /// <param name="firstAttempt">As the engine's options say.</param>
    /// <param name="logger">Told when the recording had to end.</param>
    public static InputRecorder Create(string path, long firstAttempt, ILogger logger, TimeProvider time)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new InputRecorder(new FileStream(path, options), firstAttempt, logger, time);
    }

    public void Write(in EngineInput input, Instant now)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _writer.Write(input, now, _buffer);
            if (_buffer.WrittenCount >= BufferBytes)
                HandOver();
        }
    }

    /// <summary>Takes what followed from the inputs; called by the loop thread once a turn.</summary>
    public void Answered(Outbox outbox)
    {
        if (!_ended)
            _digest.Add(outbox);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        HandOver();
        _full.Writer.TryComplete();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private void HandOver()
    {
        lock (_lock)
        {
            byte[] written = _buffer.WrittenSpan.ToArray();
            _buffer.ResetWrittenCount();
            if (_ended || written.Length == 0 || _full.Writer.TryWrite(written))
                return;
            _ended = true;
        }
        HostLog.RecordingEnded(_logger, _file.Name);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (byte[] bytes in _full.Reader.ReadAllAsync().ConfigureAwait(false))
                await _file.WriteAsync(bytes).ConfigureAwait(false);
            await _file.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The queue fills, and the recording ends at its bound.
        }
    }
}
