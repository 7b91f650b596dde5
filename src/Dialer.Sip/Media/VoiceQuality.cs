namespace Dialer.Sip.Media;

/// <summary>The E-model of ITU-T G.107, reduced to what a receiver can measure.</summary>
public static class VoiceQuality
{
    /// <summary>
    /// Mean opinion score, 1 to 4.5. Loss is a share (0 to 1), random and concealed (Ie 0, Bpl 25.1: G.113 appendix I for G.711 with concealment).
    /// One-way delay is taken as half the round trip plus twice the jitter plus 20 ms of packet.
    /// </summary>
    public static double EstimateMos(double lossShare, double jitterMs, double roundTripMs)
    {
        double delay = (roundTripMs / 2) + (2 * jitterMs) + 20;
        double delayImpairment = (0.024 * delay) + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
        double percent = Math.Clamp(lossShare, 0, 1) * 100;
        double lossImpairment = 95 * percent / (percent + 25.1);
        double rating = Math.Clamp(93.2 - delayImpairment - lossImpairment, 0, 100);
        return Math.Clamp(1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6), 1, 4.5);
    }
}
