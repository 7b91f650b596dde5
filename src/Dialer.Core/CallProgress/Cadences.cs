namespace Dialer.Core.CallProgress;

/// <summary>
/// The tones of seventeen countries (ITU-T E.180 Supplement 2 and the networks' practice; many French mobile networks play
/// 425 for 440 Hz). Spain's busy tone is the congestion tone of Italy, Portugal and Switzerland: without a country it
/// is taken for busy, which is heard far more often.
/// </summary>
public static class Cadences
{
    private const int RingPauseMs = 1200;

    public static readonly Cadence[] All =
    [
        new("GB", ProgressTone.Ringback, 400, 450, [400, 200, 400, RingPauseMs]),
        new("GB", ProgressTone.Busy, 400, 400, [375, 375]),
        new("GB", ProgressTone.Congestion, 400, 400, [400, 350, 225, 525]),
        new("US", ProgressTone.Ringback, 440, 480, [2000, RingPauseMs]),
        new("US", ProgressTone.Busy, 480, 620, [500, 500]),
        new("US", ProgressTone.Reorder, 480, 620, [250, 250]),
        new("FR", ProgressTone.Ringback, 425, 440, [1500, RingPauseMs]),
        new("FR", ProgressTone.Busy, 425, 440, [500, 500]),
        new("FR", ProgressTone.Congestion, 425, 440, [250, 250]),
        new("DE", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("DE", ProgressTone.Busy, 425, 425, [480, 480]),
        new("DE", ProgressTone.Congestion, 425, 425, [240, 240]),
        new("ES", ProgressTone.Ringback, 425, 425, [1500, RingPauseMs]),
        new("ES", ProgressTone.Busy, 425, 425, [200, 200, 200, 200, 200, 200]),
        new("ES", ProgressTone.Congestion, 425, 425, [200, 200, 200, 200, 200, 600]),
        new("IT", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("IT", ProgressTone.Busy, 425, 425, [500, 500]),
        new("IT", ProgressTone.Congestion, 425, 425, [200, 200, 200, 200, 200, 200]),
        new("BE", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("BE", ProgressTone.Busy, 425, 425, [500, 500]),
        new("BE", ProgressTone.Congestion, 425, 425, [167, 167, 167, 167]),
        new("CH", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("CH", ProgressTone.Busy, 425, 425, [500, 500]),
        new("CH", ProgressTone.Congestion, 425, 425, [200, 200, 200, 200, 200, 200]),
        new("NL", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("NL", ProgressTone.Busy, 425, 425, [500, 500]),
        new("NL", ProgressTone.Congestion, 425, 425, [250, 250]),
        new("PT", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("PT", ProgressTone.Busy, 425, 425, [500, 500]),
        new("PT", ProgressTone.Congestion, 425, 425, [200, 200, 200, 200, 200, 200]),
        new("AU", ProgressTone.Ringback, 400, 450, [400, 200, 400, RingPauseMs]),
        new("AU", ProgressTone.Busy, 400, 425, [375, 375]),
        new("JP", ProgressTone.Ringback, 400, 400, [1000, RingPauseMs]),
        new("JP", ProgressTone.Busy, 400, 400, [500, 500]),
        new("CN", ProgressTone.Ringback, 450, 450, [1000, RingPauseMs]),
        new("CN", ProgressTone.Busy, 450, 450, [350, 350]),
        new("CN", ProgressTone.Congestion, 450, 450, [700, 700]),
        new("RU", ProgressTone.Ringback, 425, 425, [800, RingPauseMs]),
        new("RU", ProgressTone.Busy, 425, 425, [400, 400]),
        new("RU", ProgressTone.Congestion, 425, 425, [200, 200, 200, 200, 200, 200]),
        new("BR", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("BR", ProgressTone.Busy, 425, 425, [250, 250]),
        new("SE", ProgressTone.Ringback, 425, 425, [1000, RingPauseMs]),
        new("SE", ProgressTone.Busy, 425, 425, [250, 250]),
        new("SE", ProgressTone.Congestion, 425, 425, [250, 750]),
        new("IN", ProgressTone.Ringback, 400, 400, [400, 200, 400, RingPauseMs]),
        new("IN", ProgressTone.Busy, 400, 400, [750, 750]),
        new("IN", ProgressTone.Congestion, 400, 400, [250, 250]),
    ];
}
