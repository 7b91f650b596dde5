namespace Dialer.Core.CallProgress;

/// <summary>The moment to leave a message on a machine.</summary>
/// <param name="Cause"><see cref="MessageCause.None"/>: not yet.</param>
/// <param name="AtSamples">Position in the stream, samples at 8 kHz.</param>
/// <param name="GreetingEndAtSamples">Where the greeting's last voice ended; -1 if unknown.</param>
/// <param name="BeepHz">The beep; 0 if none.</param>
public readonly record struct MessageMoment(MessageCause Cause, long AtSamples, long GreetingEndAtSamples, float BeepHz);
