using Microsoft.Win32.SafeHandles;

namespace Dialer.Sip.Media;

/// <summary>How a recording stands.</summary>
public enum RecordingState : byte
{
    Recording = 0,

    /// <summary>Stopped, and all of it is in the file.</summary>
    Complete,

    /// <summary>The disk refused (full, gone). What was written before is readable.</summary>
    Failed,
}

/// <summary>
/// Writes calls to stereo WAV files on a thread of its own: the media path only copies frames to a ring, and whoever starts or stops a recording
/// waits for no disk. Every batch ends with the file's header brought up to date, so that after a crash the file is readable up to its last batch.
/// </summary>
public sealed class CallRecorder : IDisposable
{
    private const int BatchMs = 250;
    private readonly Lock _lock = new();
    private readonly List<CallRecording> _active = [];
    private readonly byte[] _batch = new byte[CallRecording.MaxBatchBytes];
    private readonly Action<CallRecording>? _over;
    private readonly Thread _writer;
    private readonly ManualResetEventSlim _wake = new();
    private volatile bool _stopping;

    /// <param name="over">Told of each recording that is over, complete or failed, on the recorder's thread.</param>
    public CallRecorder(Action<CallRecording>? over = null)
    {
        _over = over;
        _writer = new Thread(Run) { IsBackground = true, Name = "recordings" };
        _writer.Start();
    }

    /// <summary>
    /// Begins to record what arrives on two legs: the first on the left channel, the second on the right. 16-bit, 8 kHz. The file's folder is
    /// made where it is missing; a file that is there already is never touched, and the recording fails.
    /// </summary>
    /// <param name="silentFor">So long both channels are silence: the parties are being told that they are recorded.</param>
    public CallRecording Start(string path, MediaLeg left, MediaLeg right, TimeSpan silentFor = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ObjectDisposedException.ThrowIf(_stopping, this);
        var recording = new CallRecording(this, path, left, right, silentFor);
        lock (_lock) _active.Add(recording);
        recording.Listen();
        return recording;
    }

    internal void Hurry()
    {
        if (!_stopping) _wake.Set();
    }

    private void Run()
    {
        while (!_stopping)
        {
            _wake.Wait(BatchMs);
            _wake.Reset();
            WriteAll();
        }
        CallRecording[] rest;
        lock (_lock) rest = [.. _active];
        foreach (CallRecording recording in rest) recording.RequestStop();
        WriteAll();
    }

    private void WriteAll()
    {
        CallRecording[] active;
        lock (_lock) active = [.. _active];
        foreach (CallRecording recording in active)
        {
            if (!recording.WriteBatch(_batch)) continue;
            lock (_lock) _active.Remove(recording);
            _over?.Invoke(recording);
        }
    }

    /// <summary>Completes every recording and ends the thread.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _wake.Set();
        _writer.Join();
        _wake.Dispose();
    }
}

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
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SafeFileHandle? _file;
    private long _written;
    private int _stopRequested;
    private int _state;

    internal CallRecording(CallRecorder recorder, string path, MediaLeg left, MediaLeg right, TimeSpan silentFor)
    {
        _recorder = recorder;
        Path = path;
        Left = left;
        Right = right;
        long startNs = left.Engine.Clock.NowNs;
        long silentFrames = (long)Math.Ceiling(silentFor.TotalMilliseconds / 20);
        _left = new(startNs, silentFrames);
        _right = new(startNs, silentFrames);
    }

    public string Path { get; }

    public MediaLeg Left { get; }

    public MediaLeg Right { get; }

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
        }
    }

    internal void Listen()
    {
        Left.AddTap(_left);
        Right.AddTap(_right);
    }

    /// <summary>Ends the recording; <see cref="Completed"/> tells when the file is whole.</summary>
    public void Stop()
    {
        RequestStop();
        if (State == RecordingState.Recording) _recorder.Hurry();
    }

    internal void RequestStop()
    {
        if (Interlocked.Exchange(ref _stopRequested, 1) != 0) return;
        Left.RemoveTap(_left);
        Right.RemoveTap(_right);
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
            if (!last) return false;
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
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    private bool WriteSome(SafeFileHandle file, byte[] buffer, bool last)
    {
        long newest = Math.Max(_left.Next, _right.Next);
        long target = last ? newest : Math.Max(Math.Min(_left.Next, _right.Next), newest - MaxLagFrames);
        int frames = (int)Math.Min(target - _written, MaxFramesPerBatch);
        if (frames <= 0) return false;
        Span<byte> batch = buffer.AsSpan(0, frames * FrameBytes);
        batch.Clear();
        _left.CopyTo(batch, _written, frames, channel: 0);
        _right.CopyTo(batch, _written, frames, channel: 1);
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

/// <summary>One leg's frames on their way to the writer: a ring of 1.28 s with one producer (the reactor) and one consumer (the writer).</summary>
internal sealed class RecordingChannel(long startNs, long silentFrames) : IAudioTap
{
    private const int Frames = 64;
    private const long FrameNs = 20_000_000;
    private const int MaxDriftFrames = 10;
    private readonly short[] _ring = new short[Frames * AudioCodecs.FrameSamples];
    private readonly long[] _positions = new long[Frames];
    private long _head, _tail;
    private long _next;
    private bool _started;
    private long _lost;

    public volatile bool Muted;

    /// <summary>The position, in frames since the recording began, after the newest frame.</summary>
    public long Next => Volatile.Read(ref _next);

    public long Lost => Volatile.Read(ref _lost);

    public void OnFrame(MediaLeg leg, in AudioFrame frame)
    {
        long byClock = Math.Max(0, (leg.Core.Reactor.NowNs - startNs) / FrameNs);
        // Consecutive frames are consecutive in the file; only a stall of the machine moves them to where the clock says.
        long position = _started && Math.Abs(byClock - _next) <= MaxDriftFrames ? _next : Math.Max(byClock, _next);
        _started = true;
        if (_tail - Volatile.Read(ref _head) < Frames)
        {
            int slot = (int)(_tail % Frames);
            Span<short> samples = _ring.AsSpan(slot * AudioCodecs.FrameSamples, AudioCodecs.FrameSamples);
            if (Muted || position < silentFrames) samples.Clear();
            else frame.Samples.CopyTo(samples);
            _positions[slot] = position;
            Volatile.Write(ref _tail, _tail + 1);
        }
        else
        {
            Volatile.Write(ref _lost, _lost + 1);
        }
        Volatile.Write(ref _next, position + 1);
    }

    /// <summary>Takes the frames before <paramref name="from"/> + <paramref name="count"/> into an interleaved stereo batch.</summary>
    public void CopyTo(Span<byte> batch, long from, int count, int channel)
    {
        long tail = Volatile.Read(ref _tail);
        while (_head < tail)
        {
            int slot = (int)(_head % Frames);
            long offset = _positions[slot] - from;
            if (offset >= count) return;
            if (offset >= 0) Interleave(batch[(int)(offset * AudioCodecs.FrameSamples * 4)..], slot, channel);
            Volatile.Write(ref _head, _head + 1);
        }
    }

    private void Interleave(Span<byte> frame, int slot, int channel)
    {
        ReadOnlySpan<short> samples = _ring.AsSpan(slot * AudioCodecs.FrameSamples, AudioCodecs.FrameSamples);
        for (int i = 0; i < samples.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(frame[((i * 4) + (channel * 2))..], samples[i]);
    }
}
