namespace Dialer.Tools.Amd;

/// <summary>The silence classifier that the open-source detectors share: a frame is voice when its mean magnitude, in whole numbers, reaches the threshold.</summary>
internal static class MeanMagnitude
{
    public static int Of(ReadOnlySpan<short> frame)
    {
        int sum = 0;
        foreach (short sample in frame)
            sum += Math.Abs((int)sample);
        return sum / frame.Length;
    }
}
