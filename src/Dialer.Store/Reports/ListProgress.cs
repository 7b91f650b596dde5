namespace Dialer.Store.Reports;

/// <summary>How many leads of a campaign stand where. The sum of all is <see cref="Total"/>.</summary>
/// <param name="Refused">Never to be dialed: do-not-call, no consent, number refused at the gate.</param>
public sealed record ListProgress(int Total, int New, int Waiting, int InAttempt, int Done, int Exhausted, int Interrupted, int Refused)
{
    /// <summary>Fraction of the leads, 0 to 1, that will not be dialed again.</summary>
    public double Share => Total == 0 ? 0 : (double)(Done + Exhausted + Interrupted + Refused) / Total;
}
