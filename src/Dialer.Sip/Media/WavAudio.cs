namespace Dialer.Sip.Media;

/// <summary>One channel of a WAV file as 16-bit samples at the file's own rate.</summary>
public sealed record WavAudio(short[] Samples, int SampleRate);
