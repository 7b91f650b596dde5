namespace Dialer.Core.Campaigns;

/// <summary>
/// What counts as an abandoned call, and how many are lawful. Rate = abandoned / (connected + abandoned) over
/// <paramref name="Window"/>; machines, faxes and unanswered calls are in neither number.
/// </summary>
/// <param name="After">How long a live person may wait for an agent, counted from <paramref name="From"/>.</param>
/// <param name="From">The moment at which that wait begins.</param>
/// <param name="Cap">Highest lawful rate, in (0, 1].</param>
/// <param name="Window">The period over which the rate is taken.</param>
/// <param name="CountFalsePositives">Whether people taken for machines are counted as abandoned (Ofcom, FTC).</param>
public sealed record AbandonRule(TimeSpan After, AbandonClock From, double Cap, AbandonWindow Window, bool CountFalsePositives)
{
    /// <summary>
    /// Share of people that analysis takes for machines, as the operator's own tests found it (Ofcom's reasoned
    /// estimate); used where they count. Nobody hears of such a call afterwards, so it cannot be learned from calls.
    /// </summary>
    public double FalsePositiveShare { get; init; }

    public static AbandonRule Default { get; } = new(TimeSpan.FromSeconds(2), AbandonClock.Answer, 0.03, AbandonWindow.Day, false);
}
