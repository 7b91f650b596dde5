using System.Globalization;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Books;
using Dialer.Core.Time;
using Dialer.Server.Configuration;
using Dialer.Store.Reports;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>
/// Why a lead is not being called: what the list says of it, what the engine would decide, and each answer of the dial gate, put
/// together and into words. It decides nothing itself.
/// </summary>
internal static class LeadExplaining
{
    /// <summary>More that come before are not counted.</summary>
    public const int MostBefore = 10_000;

    /// <param name="before">Leads that are due and come before it, at most <see cref="MostBefore"/> and one.</param>
    public static LeadExplanation Explain(LeadSummary lead, string campaign, LeadVerdict verdict, int before, DateTimeOffset now)
    {
        NumberExplanation[] numbers = [.. verdict.Numbers.Select(Of)];
        var first = numbers.Select(number => number.CallableFrom).Where(from => from is not null).Min();
        var due = lead.NextCallableAt > now ? lead.NextCallableAt : now;
        var from = lead.NextCallableAt is null || first is null ? null : first > due ? first : due;
        RuleAnswer[] rules = [.. OfList(lead, verdict, now), OfNumbers(numbers, first), .. OfEngine(campaign, verdict, before)];
        bool callable = rules.All(rule => rule.Allows);
        return new LeadExplanation(lead.Id, campaign, callable, from, Why(lead, rules, verdict, from, now), rules, numbers);
    }

    private static string Why(LeadSummary lead, RuleAnswer[] rules, LeadVerdict verdict, DateTimeOffset? from, DateTimeOffset now)
    {
        if (verdict.IsOut)
            return "It is being called at this moment.";
        if (rules.FirstOrDefault(rule => !rule.Allows) is not { } first)
            return "Nothing keeps it from being called: it is next when an agent and a line are free.";
        string until = from is { } at && at > now ? $" From {Shown(at)} on it could be." : lead.NextCallableAt is null ? " It will not be called under the present rules." : "";
        return $"{char.ToUpperInvariant(first.Words[0])}{first.Words[1..]}.{until}";
    }

    private static IEnumerable<RuleAnswer> OfList(LeadSummary lead, LeadVerdict verdict, DateTimeOffset now)
    {
        yield return lead.State switch
        {
            "Done" => No("list", "finished", "it is finished for this campaign" + (lead.LastDisposition is { } said ? $", as \"{said}\"" : "")),
            "Exhausted" => No("list", "exhausted", "every attempt that the campaign allows was made"),
            "Interrupted" => No("list", "interrupted", "a crash cut its attempt off; release-interrupted lets it be dialed again"),
            "Refused" => No("list", "refused", "it left the list, for a rule refuses it for good" + (lead.Refusal is { } word && Enum.TryParse<DialRefusal>(word, out var refusal) ? $": {HeldBackText.Of(refusal)}" : "")),
            "InAttempt" when !verdict.IsOut => No("list", "inAttempt", "its last attempt has not been closed yet"),
            _ => Yes("list", "it stands in its list to be called"),
        };
        if (lead.NextCallableAt is { } due)
            yield return due > now
                ? No("due", "notYet", $"it waits for its next attempt until {Shown(due)}", due)
                : Yes("due", due > DateTimeOffset.UnixEpoch ? $"it is due since {Shown(due)}" : "it is due");
    }

    private static RuleAnswer OfNumbers(NumberExplanation[] numbers, DateTimeOffset? first)
    {
        if (Array.Exists(numbers, number => number.Callable))
            return Yes("rules", "the rules allow a call");
        var refused = numbers.SelectMany(number => number.Rules).FirstOrDefault(rule => !rule.Allows);
        string reason = refused?.Refusal ?? "dead";
        return No("rules", reason, first is { } from
            ? $"the rules allow none of its numbers before {Shown(from)}: {refused?.Words}"
            : $"the rules allow none of its numbers: {refused?.Words ?? "nobody has them any more"}", first);
    }

    private static IEnumerable<RuleAnswer> OfEngine(string campaign, LeadVerdict verdict, int before)
    {
        yield return verdict.Campaign == CampaignState.Running ? Yes("campaign", $"campaign \"{campaign}\" is running") : No("campaign", Words.Word(verdict.Campaign), $"campaign \"{campaign}\" is not running ({Words.Word(verdict.Campaign)})");
        yield return verdict.IsPaused ? No("dialing", "paused", "new calls of all campaigns are held back at this moment: the program ends, or its store, machine or clock does not keep up") : Yes("dialing", "new calls go out");
        bool needsAgent = verdict.Mode != DialMode.Agentless;
        yield return needsAgent && verdict.ReadyAgents == 0
            ? No("agents", "noneReady", "no agent of the campaign is free; see 'dialer explain pacing' for the campaign's pace")
            : Yes("agents", needsAgent ? $"{verdict.ReadyAgents} {(verdict.ReadyAgents == 1 ? "agent is" : "agents are")} free" : "the campaign needs no agent");
        yield return verdict.IsHeld || before == 0
            ? Yes("turn", verdict.IsHeld ? "it is loaded and waits for its turn" : "it is the next of its campaign")
            : No("turn", "othersFirst", $"{(before > MostBefore ? $"more than {MostBefore}" : before.ToString(CultureInfo.InvariantCulture))} due leads of its campaign come first");
    }

    private static NumberExplanation Of(NumberVerdict number)
    {
        DateTimeOffset? from = number.AllowedFrom == Instant.Never ? null : number.AllowedFrom.ToDateTimeOffset();
        RuleAnswer[] rules = [.. number.Rules.Select(Of)];
        return new NumberExplanation(number.Number, number.Dead, !number.Dead && rules.All(rule => rule.Allows), number.Dead ? null : from, rules);
    }

    private static RuleAnswer Of(RuleVerdict verdict)
    {
        string rule = Words.Word(verdict.Rule);
        if (verdict.Permission.IsAllowed)
            return Yes(rule, Granted(verdict.Rule));
        DateTimeOffset? until = verdict.Permission.Until == Instant.Never ? null : verdict.Permission.Until.ToDateTimeOffset();
        return No(rule, HeldBackText.Word(verdict.Permission.Refusal), HeldBackText.Of(verdict.Permission.Refusal) + (until is { } at ? $", until {Shown(at)}" : ", for good under the present rules"), until);
    }

    private static string Granted(GateRule rule) => rule switch
    {
        GateRule.Number => "a number that may be dialed",
        GateRule.Destination => "within the campaign's prefixes and countries",
        GateRule.DoNotCall => "on no do-not-call list, and the person has not objected",
        GateRule.Consent => "consent is there, or is not asked for",
        GateRule.RestAfterRefusal => "no rest after a refusal is due",
        GateRule.RestAfterAbandon => "no rest after an abandoned call is due",
        GateRule.RestAfterMachine => "no rest after a machine is due",
        GateRule.Attempts => "called less often than the limits allow",
        GateRule.CallingHours => "within the hours, and no holiday, on the person's clock",
        GateRule.NotInCall => "the person is in no call with us",
    };

    private static RuleAnswer Yes(string rule, string words) => new(rule, true, null, null, words);

    private static RuleAnswer No(string rule, string refusal, string words, DateTimeOffset? until = null) => new(rule, false, refusal, until, words);

    private static string Shown(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
