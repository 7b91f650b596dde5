namespace Dialer.Tools.Amd;

/// <summary>One moment of one call: how the phrase sounded, and what it was.</summary>
/// <param name="Call">Number of the call; one original makes several.</param>
internal readonly record struct RecordedExample(float[] Features, float PhraseSeconds, float VoicedSeconds, bool Machine, int Original, int Call);
