using Dialer.Line;
using Microsoft.Win32.SafeHandles;

namespace Dialer.Sip.Media;

/// <summary>One call's recording.</summary>
public sealed class CallRecording
{
    private const int FrameBytes = AudioCodecs.FrameSamples * 2 * sizeof(short);
    private const int MaxFramesPerBatch = 100;

    /// <summary>A channel that is so far behind the other (a closed leg, a stall) is not waited for: its part is silence.</summary>
    private const int MaxLagFrames = 50;

    internal const int MaxBatchBytes = MaxFramesPerBatch * FrameBytes;

    private readonly CallRecorder _recorder;
    private readonly RecordingChannel _left, _right;
    private readonly long _startNs;
    private volatile RecordingChannel? _also;
    private IHeardLeg? _alsoLeg;
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SafeFileHandle? _file;
    private long _written;
    private int _stopRequested;
    private int _state;

    internal CallRecording(CallRecorder recorder, string path, IHeardLeg left, IHeardLeg? right, TimeSpan silentFor)
    {
        _recorder = recorder;
        Path = path;
        Left = left;
        Right = right;
        long startNs = _startNs = left.NowNs;
        long silentFrames = (long)Math.Ceiling(silentFor.TotalMilliseconds / 20);
        _left = new(startNs, silentFrames);
        _right = new(startNs, silentFrames);
    }

    public string Path { get; }

    public IHeardLeg Left { get; }

    /// <summary>Null: nobody; the channel is silence.</summary>
    public IHeardLeg? Right { get; }

    public RecordingState State => (RecordingState)Volatile.Read(ref _state);

    /// <summary>What the system said; null unless <see cref="State"/> is Failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when the file is closed, whatever the state.</summary>
    public Task Completed => _completed.Task;

    /// <summary>What is in the file so far.</summary>
    public TimeSpan Length => TimeSpan.FromMilliseconds(20.0 * Volatile.Read(ref _written));

    /// <summary>Frames of 20 ms that the writer came too late for; they are silence in the file.</summary>
    public long FramesLost => _left.Lost + _right.Lost;

    /// <summary>While true, both channels are silence (card numbers, hold); time goes on.</summary>
    public bool Paused
    {
        get => _left.Muted;
        set
        {
            _left.Muted = value;
            _right.Muted = value;
            if (_also is { } also)
                also.Muted = value;
        }
    }

    /// <summary>Who else is heard by both, such as a supervisor who joined: in the channel of our side. Null: nobody any more. On one thread.</summary>
    public void Also(IHeardLeg? leg)
    {
        if (_alsoLeg == leg)
            return;
        if (_alsoLeg is { } before && _also is { } tap)
            before.RemoveTap(tap);
        _alsoLeg = leg;
        if (leg is null || Volatile.Read(ref _stopRequested) != 0)
            return;
        var channel = new RecordingChannel(_startNs, 0) { Muted = Paused };
        _also = channel;
        leg.AddTap(channel);
    }

    internal void Listen()
    {
        Left.AddTap(_left);
        Right?.AddTap(_right);
    }

    /// <summary>Ends the recording; <see cref="Completed"/> tells when the file is whole.</summary>
    public void Stop()
    {
        RequestStop();
        if (State == RecordingState.Recording)
            _recorder.Hurry();
    }

    internal void RequestStop()
    {
        if (Interlocked.Exchange(ref _stopRequested, 1) != 0)
            return;
        Left.RemoveTap(_left);
        Right?.RemoveTap(_right);
        if (_alsoLeg is { } other && _also is { } also)
            other.RemoveTap(also);
    }

    /// <summary>On the writer's thread, with its buffer. True when the recording is over.</summary>
    internal bool WriteBatch(byte[] buffer)
    {
        bool last = Volatile.Read(ref _stopRequested) != 0;
        try
        {
            if (_file is null)
            {
                _file = Create(Path);
                WriteHeader(_file);
            }
            while (WriteSome(_file, buffer, last))
            {
            }
            if (!last)
                return false;
            Close(RecordingState.Complete);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Failure = failed;
            RequestStop();
            Close(RecordingState.Failed);
        }
        return true;
    }

    private static SafeFileHandle Create(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    private bool WriteSome(SafeFileHandle file, byte[] buffer, bool last)
    {
        long newest = Math.Max(_left.Next, _right.Next);
        long target = last ? newest : Math.Max(Math.Min(_left.Next, _right.Next), newest - MaxLagFrames);
        int frames = (int)Math.Min(target - _written, MaxFramesPerBatch);
        if (frames <= 0)
            return false;
        var batch = buffer.AsSpan(0, frames * FrameBytes);
        batch.Clear();
        _left.CopyTo(batch, _written, frames, channel: 0);
        _right.CopyTo(batch, _written, frames, channel: 1);
        _also?.CopyTo(batch, _written, frames, channel: 1);
        // The audio first: a header never promises more than is there.
        RandomAccess.Write(file, batch, WavFile.HeaderBytes + (_written * FrameBytes));
        Volatile.Write(ref _written, _written + frames);
        WriteHeader(file);
        return true;
    }

    private void WriteHeader(SafeFileHandle file)
    {
        Span<byte> header = stackalloc byte[WavFile.HeaderBytes];
        WavFile.WriteHeader(header, 2, 8000, _written * FrameBytes);
        RandomAccess.Write(file, header, 0);
    }

    private void Close(RecordingState state)
    {
        _file?.Dispose();
        Volatile.Write(ref _state, (int)state);
        _completed.TrySetResult();
    }
}
