namespace Dialer.Line;

/// <summary>A sound that the program made: 16-bit samples, one channel.</summary>
/// <param name="SampleRate">In Hz.</param>
public sealed record LineSound(ReadOnlyMemory<short> Samples, int SampleRate = 8_000);
