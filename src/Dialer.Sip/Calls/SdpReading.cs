using Dialer.Sip.Stack.Sdp;

namespace Dialer.Sip.Calls;

/// <summary>How the reading of a far end's description went, for the log.</summary>
/// <param name="IsThere">False: the message carries none.</param>
/// <param name="Fault">Other than None: no audio can be taken from it.</param>
/// <param name="Refusal">Other than None: its audio does not fit ours.</param>
/// <param name="Oddities">Lines that were passed over.</param>
public readonly record struct SdpReading(bool IsThere, SdpFault Fault, SdpRefusal Refusal, IReadOnlyList<SdpOddity> Oddities)
{
    public override string ToString()
    {
        string verdict = (IsThere, Fault, Refusal) switch
        {
            (false, _, _) => "no session in the message",
            (_, not SdpFault.None, _) => $"no audio in it that can be taken ({Fault})",
            (_, _, not SdpRefusal.None) => $"it does not fit the offer ({Refusal})",
            _ => "the audio is taken",
        };
        return Oddities is { Count: > 0 } ? $"{verdict}; {string.Join("; ", Oddities)}" : verdict;
    }
}
