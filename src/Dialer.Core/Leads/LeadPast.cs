using Dialer.Core.Time;

namespace Dialer.Core.Leads;

/// <summary>What became of a lead so far, as the chance of its next call is learned from it.</summary>
/// <param name="TakenIn">When it was imported; Epoch: unknown.</param>
/// <param name="LastTry">Epoch: none.</param>
/// <param name="LastResult">Of that try.</param>
/// <param name="Misses">Tries that no person answered, by eighth of the day where the person is: four bits each, the first eighth lowest, 15 at most.</param>
/// <param name="Answers">The same for those that one did.</param>
public sealed record LeadPast(Instant TakenIn, Instant LastTry, TryResult LastResult, uint Misses, uint Answers)
{
    /// <summary>Parts of the day that are told apart.</summary>
    public const int Parts = 8;

    /// <summary>With one more try.</summary>
    public LeadPast Plus(Instant at, TryResult result, int part)
    {
        var next = at >= LastTry ? this with { LastTry = at, LastResult = result } : this;
        return result == TryResult.Person ? next with { Answers = More(Answers, part) } : result == TryResult.Unknown ? next : next with { Misses = More(Misses, part) };
    }

    public static LeadPast None { get; } = new(Instant.Epoch, Instant.Epoch, TryResult.None, 0, 0);

    /// <summary>An eighth of the day, 0 to 7.</summary>
    public static int PartOf(Instant at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).Hour / (24 / Parts);

    public static int CountOf(uint counts, int part) => (int)(counts >> (4 * part)) & 15;

    private static uint More(uint counts, int part) => CountOf(counts, part) == 15 ? counts : counts + (1u << (4 * part));
}
