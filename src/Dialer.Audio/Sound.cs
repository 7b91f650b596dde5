namespace Dialer.Audio;

/// <summary>One channel of a recording in the telephone's two bands, 16-bit samples.</summary>
/// <param name="Narrow">At 8 kHz.</param>
/// <param name="Wide">At 16 kHz, where the recording holds more than narrow band.</param>
public sealed record Sound(short[] Narrow, short[]? Wide)
{
    public const int NarrowRate = 8_000;
    public const int WideRate = 16_000;

    // 60 dB below full scale: under the noise of any room, over the dither of any program.
    private const int Inaudible = 33;

    public TimeSpan Duration => TimeSpan.FromSeconds(Narrow.Length / (double)NarrowRate);

    /// <summary>From its begin to its end there is nothing that a person could hear.</summary>
    public bool IsSilent => !Narrow.AsSpan().ContainsAnyExceptInRange((short)-Inaudible, (short)Inaudible);
}
