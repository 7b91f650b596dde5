namespace Dialer.Sip.Media;

/// <summary>
/// A piece of a tone: one or two frequencies (0 is none) for a time. Both frequencies 0 is silence.
/// </summary>
public readonly record struct ToneSegment(double FrequencyHz, double SecondFrequencyHz, int Milliseconds);
