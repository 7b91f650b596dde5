using Dialer.Core.Ids;

namespace Dialer.Core.Handovers;

/// <summary>What agents may do with the people whom they speak with, beside speaking.</summary>
/// <param name="Numbers">The numbers at the PBX that people may be handed on to, and that may be asked: digits, * and #, maybe a leading +; x stands for any one digit. Empty: none.</param>
/// <param name="Trunk">By which trunk those are called; null: the one by which the person speaks with us.</param>
/// <param name="RingFor">A colleague's number that has not answered by then is given up.</param>
/// <param name="ShownBefore">So long an agent sees whom they are given, and what was said, before the voice comes.</param>
/// <param name="HoldLimit">Nobody is on hold longer: then they are back with the agent.</param>
/// <param name="ParkLimit">Nobody is parked longer: then they are back with the agent, or before all others in the queue.</param>
/// <param name="FromPhones">A phone's transfer button (REFER) and its star keys may hand people on.</param>
public sealed record HandoverSettings(
    IReadOnlyList<string> Numbers, TrunkId? Trunk, TimeSpan RingFor, TimeSpan ShownBefore, TimeSpan HoldLimit, TimeSpan ParkLimit, bool FromPhones)
{
    public static readonly HandoverSettings Default = new([], null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(3), FromPhones: false);

    /// <summary>Pure.</summary>
    public bool Allows(string number)
    {
        for (int i = 0; i < Numbers.Count; i++)
            if (Fits(Numbers[i], number))
                return true;
        return false;
    }

    private static bool Fits(string pattern, string number)
    {
        if (pattern.Length != number.Length)
            return false;
        for (int i = 0; i < pattern.Length; i++)
            if (pattern[i] != number[i] && !(pattern[i] == 'x' && char.IsAsciiDigit(number[i])))
                return false;
        return true;
    }
}
