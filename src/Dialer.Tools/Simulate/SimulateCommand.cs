using System.CommandLine;
using System.CommandLine.Parsing;
using Dialer.Core.Pacing;
using Dialer.Core.Routing.Policies;
using Dialer.Simulation.Virtual;
using Dialer.Tools.Terminal;

namespace Dialer.Tools.Simulate;

/// <summary><c>dialer simulate</c>: rehearses a campaign in virtual time, on the real engine.</summary>
public static class SimulateCommand
{
    private static readonly Option<string?> Scenario = new("--scenario") { Description = "JSON file of the world: answers, ring and talk times, agents, rule, trunk. Default: the built-in one." };
    private static readonly Option<string> Pacer = new("--pacer") { Description = "The policy to rehearse: " + string.Join(", ", PacerNames.All) + ".", DefaultValueFactory = _ => Pacers.Predictive };
    private static readonly Option<string> PerLead = new("--per-lead") { Description = "on: each number's own chance of an answer decides whom to dial and how many, as the setting pacing.perLead has it; off: leads of one class are alike.", DefaultValueFactory = _ => "off" };
    private static readonly Option<string?> Routing = new("--routing") { Description = "Of a scenario with queues: who gets whom. " + string.Join(", ", RoutingPolicies.All) + ". Default: " + RoutingPolicies.Targets + "." };
    private static readonly Option<ulong> Seed = WholeNumberOption.Seed("Draws the public. The same seed gives the same bytes.");
    private static readonly Option<int> Days = WholeNumberOption.Create("--days", "Days to rehearse; learning carries over, the day's counts do not.", 10, 1, Rehearsal.MostDays);
    private static readonly Option<string?> Compare = new("--compare") { Description = "all, or names with commas: several policies on the same random public; of a scenario with queues, routings." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object, and nothing else, on standard output." };
    private static readonly Option<string?> Plot = new("--plot") { Description = "Draw the first day, or the what-if, to this SVG file." };
    private static readonly Option<string?> Agents = new("--agents") { Description = "Another number of agents, or a range such as 8..20: what is one more agent worth? Of a scenario with queues: GROUP=2..6, and the smallest staff that meets all targets is named." };
    private static readonly Option<string?> Cap = new("--cap") { Description = "Another abandon cap, or a range such as 0.01..0.05: what does a tighter rule cost?" };
    private static readonly Option<string?> FromCampaign = new("--from-campaign") { Description = "Number or name of a campaign in the store: rehearse tomorrow on its measured answers. Needs --db." };
    private static readonly Option<string?> Db = new("--db") { Description = "The store to take --from-campaign from, a SQLite file." };
    private static readonly Option<bool> Table = new("--table") { Description = "Rehearse every policy at every size and print the table of benchmarks/results/pacing.md. Takes long." };
    private static readonly Option<bool> AllWorlds = new("--worlds") { Description = "Rehearse every robustness world for --days days and print whether the cap held, and the best of the policies of --compare that keep it." };

    public static Command Create()
    {
        var command = new Command("simulate", "Rehearses a campaign in virtual time: the real engine, a simulated public, agents and trunk; or, of a scenario with queues, a service desk.")
        {
            Scenario, Pacer, PerLead, Routing, Seed, Days, Compare, Json, Plot, Agents, Cap, FromCampaign, Db, Table, AllWorlds,
        };
        Pacer.AcceptOnlyFromAmong([.. PacerNames.All]);
        PerLead.AcceptOnlyFromAmong("on", "off");
        Routing.AcceptOnlyFromAmong([.. RoutingPolicies.All]);
        Check(Agents, result => IsAgents(result.GetValueOrDefault<string>()), "must be a whole number from 1 to 20000, a range such as 8..20, or of a scenario with queues a group and its range, such as french=2..6.");
        Check(Cap, result => Ranges.Rates(result.GetValueOrDefault<string>()) is not null, "must be a rate above 0 and at most 1, or a range such as 0.01..0.05.");
        Check(Compare, result => IsCompare(Names(result.GetValueOrDefault<string>())), "must be all, or names with commas, of pacers (" + string.Join(", ", PacerNames.All) + ") or of routings (" + string.Join(", ", RoutingPolicies.All) + ").");
        command.Validators.Add(CheckTogether);
        command.SetAction((parsed, cancellation) => Task.FromResult(new SimulateRun(Options(parsed), parsed.InvocationConfiguration.Output, cancellation).Run()));
        return command;
    }

    private static void Check<T>(Option<T> option, Func<OptionResult, bool> isGood, string must) => option.Validators.Add(result =>
    {
        if (!result.Errors.Any() && result.Tokens.Count > 0 && !isGood(result))
            result.AddError($"{option.Name} {must}");
    });

    private static void CheckTogether(CommandResult result)
    {
        if (result.GetResult(FromCampaign) is { Implicit: false } && result.GetResult(Db) is not { Implicit: false })
            result.AddError("--from-campaign needs --db FILE.");
        if (result.GetResult(FromCampaign) is { Implicit: false } && result.GetResult(Scenario) is { Implicit: false })
            result.AddError("Give either --scenario or --from-campaign.");
        bool isTable = result.GetResult(Table) is { Implicit: false }, areWorlds = result.GetResult(AllWorlds) is { Implicit: false };
        if (isTable && result.GetResult(Json) is { Implicit: false })
            result.AddError("--table prints a table for people: leave --json out, or use --worlds --json.");
        if ((isTable || areWorlds) && result.GetResult(Plot) is { Implicit: false })
            result.AddError("--plot draws one scenario: leave --table and --worlds out.");
        if ((isTable || areWorlds) && (GivenOf(result, Scenario, FromCampaign, Agents, Cap) is { } own))
            result.AddError($"--table and --worlds have scenarios of their own: leave {own} out.");
        bool isWhatIf = IsRange(result, Agents) || IsRange(result, Cap);
        if (isWhatIf && result.GetResult(Compare) is { Implicit: false })
            result.AddError("A range of --agents or --cap rehearses one pacer: name it with --pacer, and leave --compare out.");
    }

    /// <summary>The first of these that was written; null: none was.</summary>
    private static string? GivenOf(CommandResult result, params Option[] options) =>
        options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;

    private static bool IsRange(CommandResult result, Option<string?> option) =>
        result.GetResult(option) is { Implicit: false } given && given.Tokens.Any(token => token.Value.Contains("..", StringComparison.Ordinal));

    private static bool IsAgents(string? text) => text is not null && (Ranges.Whole(text) is not null || GroupRange.Parse(text) is not null);

    private static bool IsCompare(string[] names) => names is [SimulateRun.Everything] || names.All(name => PacerNames.All.Contains(name)) || names.All(name => RoutingPolicies.All.Contains(name));

    private static string[] Names(string? compare) => compare is null ? [] : compare.Split(',', StringSplitOptions.TrimEntries);

    private static SimulateOptions Options(ParseResult parsed) => new()
    {
        ScenarioFile = parsed.GetValue(Scenario),
        Pacer = parsed.GetValue(Pacer)!,
        IsPacerGiven = parsed.GetResult(Pacer) is { Implicit: false },
        PerLead = parsed.GetValue(PerLead) == "on",
        Routing = parsed.GetValue(Routing),
        Seed = parsed.GetValue(Seed),
        Days = parsed.GetValue(Days),
        Compare = Names(parsed.GetValue(Compare)),
        Json = parsed.GetValue(Json),
        Plot = parsed.GetValue(Plot),
        Agents = parsed.GetValue(Agents) is { } agents ? Ranges.Whole(agents) ?? [] : [],
        Group = parsed.GetValue(Agents) is { } group ? GroupRange.Parse(group) : null,
        Caps = parsed.GetValue(Cap) is { } cap ? Ranges.Rates(cap)! : [],
        FromCampaign = parsed.GetValue(FromCampaign),
        Db = parsed.GetValue(Db),
        Table = parsed.GetValue(Table),
        Worlds = parsed.GetValue(AllWorlds),
    };
}
