using Dialer.Core.Ids;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>The first seconds of one answered call. It is written when they are full, or the call is over, and a verdict has fallen; without a verdict it is not.</summary>
/// <param name="path">Relative to the folder of the clips.</param>
/// <param name="campaign">As it stands in a row.</param>
/// <param name="buffer">The clip's own until it is given back; <see cref="Samples"/> long.</param>
internal sealed class ReviewClip(ReviewClips clips, string path, string campaign, short[] buffer) : IAudioTap
{
    /// <summary>5 s of 8 kHz.</summary>
    public const int Samples = 5 * 8000;

    private readonly Lock _gate = new();
    private int _length;
    private CpaVerdict? _verdict;
    private bool _isOver;

    /// <summary>Written or given up: the buffer is another's.</summary>
    private bool _isGone;

    public string Path => path;
    public string Campaign => campaign;
    public CpaVerdict Verdict => _verdict ?? CpaVerdict.None;
    public short[] Buffer => buffer;
    public ReadOnlySpan<short> Heard => buffer.AsSpan(0, _length);

    /// <summary>On the media thread, from the answer on.</summary>
    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            var samples = frame.Samples[..Math.Min(frame.Samples.Length, Samples - _length)];
            samples.CopyTo(buffer.AsSpan(_length));
            _length += samples.Length;
            if (_length < Samples)
                return;
            _isOver = true;
            WriteIfDone();
        }
        leg.RemoveTap(this);
    }

    /// <summary>What the analysis concluded; the first conclusion counts.</summary>
    public void Judged(CpaVerdict verdict)
    {
        lock (_gate)
        {
            _verdict ??= verdict;
            WriteIfDone();
        }
    }

    /// <summary>What follows cannot be heard.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            WriteIfDone();
        }
    }

    /// <summary>The call is over: no verdict will fall any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOver = true;
            WriteIfDone();
            if (_isGone)
                return;
            _isGone = true;
            clips.Return(buffer);
        }
    }

    private void WriteIfDone()
    {
        if (!_isOver || _verdict is null || _isGone)
            return;
        _isGone = true;
        clips.Write(this);
    }
}
