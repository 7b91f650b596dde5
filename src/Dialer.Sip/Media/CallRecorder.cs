namespace Dialer.Sip.Media;

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
    /// <param name="right">Null: nobody; its channel is silence.</param>
    /// <param name="silentFor">So long both channels are silence: the parties are being told that they are recorded.</param>
    public CallRecording Start(string path, IHeardLeg left, IHeardLeg? right, TimeSpan silentFor = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(left);
        ObjectDisposedException.ThrowIf(_stopping, this);
        var recording = new CallRecording(this, path, left, right, silentFor);
        lock (_lock)
            _active.Add(recording);
        recording.Listen();
        return recording;
    }

    internal void Hurry()
    {
        if (!_stopping)
            _wake.Set();
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
        lock (_lock)
            rest = [.. _active];
        foreach (var recording in rest)
            recording.RequestStop();
        WriteAll();
    }

    private void WriteAll()
    {
        CallRecording[] active;
        lock (_lock)
            active = [.. _active];
        foreach (var recording in active)
        {
            if (!recording.WriteBatch(_batch))
                continue;
            lock (_lock)
                _active.Remove(recording);
            _over?.Invoke(recording);
        }
    }

    /// <summary>Completes every recording and ends the thread.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _wake.Set();
        _writer.Join();
        _wake.Dispose();
    }
}
