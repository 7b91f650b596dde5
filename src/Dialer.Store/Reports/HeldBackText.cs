using System.Globalization;
using System.Text.Json;
using Dialer.Core.Compliance;

namespace Dialer.Store.Reports;

/// <summary>Why leads are not dialed, in sentences.</summary>
public static class HeldBackText
{
    public static string Of(HeldBack held)
    {
        string until = held.Until is { } at ? string.Create(CultureInfo.InvariantCulture, $"; the first until {at:yyyy-MM-dd HH:mm} UTC") : "; not under the present rules";
        return string.Create(CultureInfo.InvariantCulture, $"{held.Leads} {(held.Leads == 1 ? "lead is" : "leads are")} held back: {Of(held.Reason)}{until}");
    }

    /// <summary>The gate's word as events and reports have it.</summary>
    public static string Word(DialRefusal refusal) => JsonNamingPolicy.CamelCase.ConvertName(refusal.ToString());

    public static string Of(DialRefusal refusal) => refusal switch
    {
        DialRefusal.None => "no rule",
        DialRefusal.DoNotCall => "on a do-not-call list, or objected",
        DialRefusal.OutsideCallingWindow => "outside the campaign's calling hours on the called person's clock",
        DialRefusal.Holiday => "a holiday at the called person's place",
        DialRefusal.EmergencyNumber => "an emergency number",
        DialRefusal.PremiumNumber => "a premium or special-rate number",
        DialRefusal.InvalidNumber => "not a public number",
        DialRefusal.TooManyAttempts => "called as often as the limits allow",
        DialRefusal.RestAfterRefusal => "at rest after a refusal",
        DialRefusal.NoConsent => "no consent, or one too old",
        DialRefusal.UnknownTimeZone => "no clock of the called person is known",
        DialRefusal.RestAfterAbandon => "at rest after an abandoned call",
        DialRefusal.DestinationNotAllowed => "outside the campaign's allowed prefixes and countries",
        DialRefusal.RestAfterMachine => "at rest after a machine answered",
        DialRefusal.AlreadyInCall => "in a call already, by this number or another",
    };

    private static string Of(string word) =>
        Enum.TryParse<DialRefusal>(word, ignoreCase: true, out var refusal) && Enum.IsDefined(refusal) ? Of(refusal) : word;
}
