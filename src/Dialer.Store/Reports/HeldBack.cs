namespace Dialer.Store.Reports;

/// <summary>Leads that a rule keeps from being dialed, for one reason. Judged anew when the rules change.</summary>
/// <param name="Reason">The gate's word, such as "outsideCallingWindow".</param>
/// <param name="Until">When the first of them may be asked for again; null: not under these rules.</param>
public sealed record HeldBack(string Reason, int Leads, DateTimeOffset? Until);
