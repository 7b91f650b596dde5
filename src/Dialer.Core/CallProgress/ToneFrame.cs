namespace Dialer.Core.CallProgress;

/// <summary>The strongest one or two lines of a 32 ms spectrum.</summary>
/// <param name="Hz">The strongest line.</param>
/// <param name="SecondHz">The next, at least 94 Hz away; 0 if it is 13 dB weaker or more.</param>
/// <param name="Purity">Part of the power above 150 Hz within 94 Hz of the first line, 0 to 1.</param>
/// <param name="PurityOfTwo">The same of both lines.</param>
/// <param name="LevelDb">Of the window, dBov.</param>
internal readonly record struct ToneFrame(float Hz, float SecondHz, float Purity, float PurityOfTwo, float LevelDb);
