using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>A list that narrow rules hold back is dialed as soon as the program starts with wider ones: a rule's verdict is not a fact.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class RulesAfterRestartTests
{
    private static readonly DateTime Now = TimeZoneInfo.ConvertTime(DateTime.UtcNow, TimeZoneInfo.Utc, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    private static string With(string field) => TrunkDesk.AllHours.TrimEnd('}', ' ') + ", " + field + " }";

    /// <summary>An hour of the day that is far from now, at night and in the list's overseas places too.</summary>
    private static string AnHour(int from) => TrunkDesk.AllHours.Replace("00:00", $"{from:00}:00", StringComparison.Ordinal).Replace("24:00", $"{from + 1:00}:00", StringComparison.Ordinal);

    public static TheoryData<DialRefusal, string> Narrow => new()
    {
        { DialRefusal.OutsideCallingWindow, AnHour((Now.Hour + 12) % 23) },
        { DialRefusal.Holiday, With($"\"holidays\": [\"{Now.AddDays(-1):yyyy-MM-dd}\", \"{Now:yyyy-MM-dd}\", \"{Now.AddDays(1):yyyy-MM-dd}\"]") },
        { DialRefusal.NoConsent, With("\"consentRequired\": true") },
        { DialRefusal.DestinationNotAllowed, With("\"allowedPrefixes\": [\"+44\"]") },
    };

    [Theory]
    [MemberData(nameof(Narrow))]
    public async Task What_narrow_rules_held_back_is_dialed_after_a_restart_with_wider_ones(DialRefusal why, string narrow)
    {
        await using var carrier = ScriptedTrunk.Start((trunk, call, invite) => trunk.PickUp(call, invite));
        await using var desk = await TrunkDesk.StartAsync($$"""{ "name": "carrier", "address": "{{carrier.EndPoint}}" }""", leads: 5, calling: narrow);
        await desk.FactAsync(fact => fact.Kind == EngineOutputKind.DialRefused && fact.Refusal == why, nth: 5);
        Assert.Empty(carrier.Invites);
        await desk.RestartAsync(TrunkDesk.AllHours);
        await desk.LoggedAsync("5 leads that waited by the old ones are judged anew");
        await desk.FactAsync(EngineOutputKind.InteractionConnected);
    }
}
