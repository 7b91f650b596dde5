namespace Dialer.Core.CallProgress;

/// <summary>A tone that has ended, or runs.</summary>
/// <param name="StartMs">Begin, ms of the stream.</param>
/// <param name="LengthMs">So far.</param>
/// <param name="Hz">Mean of the strongest line.</param>
/// <param name="SecondHz">Mean of the second line; 0 if single.</param>
/// <param name="HzSpread">Standard deviation of the strongest line.</param>
/// <param name="LevelDb">Mean, dBov.</param>
/// <param name="LevelSpreadDb">Standard deviation of the level without the first and last frame.</param>
/// <param name="Purity">Mean part of the power in the lines.</param>
/// <param name="PurityOne">Mean part of the power in the strongest line alone.</param>
internal readonly record struct Tone(int StartMs, int LengthMs, float Hz, float SecondHz, float HzSpread, float LevelDb, float LevelSpreadDb, float Purity, float PurityOne)
{
    public int EndMs => StartMs + LengthMs;
}
