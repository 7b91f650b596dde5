namespace Dialer.Core.CallProgress;

/// <summary>A greeting that was heard before.</summary>
/// <param name="Scope"><see cref="MemoryScope.None"/>: none was recognised.</param>
/// <param name="BitErrors">Share of the print's firm bits that differ, 0 to 1: another voice differs in about half.</param>
/// <param name="AtSamples">Position in the stream, samples at 8 kHz.</param>
/// <param name="Announcement">Which of the announcements; -1: the number's own machine.</param>
public readonly record struct GreetingMatch(MemoryScope Scope, float BitErrors, long AtSamples, int Announcement);
