using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>What one listener of a mix hears: the saturated sum of other legs' received audio. Used by the listener's reactor alone.</summary>
internal sealed class LegMix(FramePublisher[] sources)
{
    private readonly long[] _next = Array.ConvertAll(sources, source => Math.Max(0, source.Written - 1));

    /// <summary>False: none of the sources had a frame, and the sum is silence.</summary>
    public bool Sum(Span<short> sum)
    {
        bool any = false;
        Span<int> total = stackalloc int[AudioCodecs.FrameSamples];
        Span<short> frame = stackalloc short[AudioCodecs.FrameSamples];
        total.Clear();
        for (int i = 0; i < sources.Length; i++)
        {
            long written = sources[i].Written;
            // The two slots drift by scheduling: stay one to three frames behind, skip when further.
            if (_next[i] < written - 3)
                _next[i] = written - 1;
            if (!sources[i].TryRead(_next[i], frame))
                continue;
            _next[i]++;
            any = true;
            for (int k = 0; k < frame.Length; k++)
                total[k] += frame[k];
        }
        for (int k = 0; k < sum.Length; k++)
            sum[k] = (short)Math.Clamp(total[k], short.MinValue, short.MaxValue);
        return any;
    }
}
