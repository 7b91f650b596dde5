using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Store;

namespace Dialer.Testing;

/// <summary>Fills an outbox as an engine would.</summary>
internal sealed class Facts
{
    public static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 16, 12, 0, 0, TimeSpan.Zero));

    public Outbox Outbox { get; } = new();

    public Facts Started(CampaignId campaign, HopperLead lead, long attempt, Instant? at = null)
    {
        Outbox.Add(EngineOutput.AttemptStarted(at ?? Noon, campaign, lead.Id, new AttemptId(attempt), new CallId(attempt), lead.Phones[lead.NextPhone].Number));
        return this;
    }

    public Facts Closed(AttemptOutcome outcome)
    {
        int record = Outbox.AddRecord(outcome);
        Outbox.Add(new EngineOutput { Kind = EngineOutputKind.AttemptClosed, At = outcome.ClosedAt, Campaign = outcome.Campaign, Lead = outcome.Lead, Attempt = outcome.Attempt, Call = outcome.Call, Record = record });
        return this;
    }

    public Facts GivenBack(LeadStanding standing, CampaignId campaign)
    {
        int record = Outbox.AddRecord(standing);
        Outbox.Add(new EngineOutput { Kind = EngineOutputKind.LeadGivenBack, At = Noon + TimeSpan.FromMinutes(1), Campaign = campaign, Lead = standing.Before.Id, Attempt = standing.Attempt, Record = record });
        return this;
    }

    public Facts Closed(InteractionRecord interaction)
    {
        int record = Outbox.AddRecord(interaction);
        Outbox.Add(new EngineOutput { Kind = EngineOutputKind.InteractionClosed, At = interaction.ClosedAt, Interaction = interaction.Interaction, Record = record });
        return this;
    }

    public Facts Learned(CampaignId campaign, LeadModelState state)
    {
        int record = Outbox.AddRecord(state);
        Outbox.Add(new EngineOutput { Kind = EngineOutputKind.ChancesLearned, At = Noon, Campaign = campaign, Record = record });
        return this;
    }

    public Facts Add(EngineOutput output)
    {
        Outbox.Add(output);
        return this;
    }

    /// <summary>An attempt that closed a minute after it started, with the fate that the default rules give it.</summary>
    public static AttemptOutcome Outcome(CampaignId campaign, HopperLead lead, long attempt, CallResult result, Instant? at = null, bool counted = true, Disposition? disposition = null, CpaVerdict verdict = CpaVerdict.None, bool connected = false, bool abandoned = false)
    {
        var started = at ?? Noon;
        var closed = started + TimeSpan.FromMinutes(1);
        var outcome = new AttemptOutcome
        {
            Attempt = new AttemptId(attempt),
            Campaign = campaign,
            Lead = lead.Id,
            Call = new CallId(attempt),
            Number = lead.Phones[lead.NextPhone].Number,
            Result = result,
            Verdict = verdict,
            Confidence = 0.9f,
            Disposition = disposition,
            Abandoned = abandoned,
            Counted = counted,
            Agent = connected ? new AgentId(1) : null,
            EndedBy = EndedBy.CalledParty,
            SipStatus = result == CallResult.Answered ? 200 : 486,
            Q850Cause = 17,
            StartedAt = started,
            RingingAt = started + TimeSpan.FromSeconds(1),
            AnsweredAt = result == CallResult.Answered ? started + TimeSpan.FromSeconds(5) : Instant.Never,
            ClassifiedAt = Instant.Never,
            ConnectedAt = connected ? started + TimeSpan.FromSeconds(6) : Instant.Never,
            EndedAt = started + TimeSpan.FromSeconds(36),
            ClosedAt = closed,
        };
        return outcome with { Next = RetryRules.Default.Decide(outcome, lead, closed) };
    }

    public static ImportedList List(int leads, string name = "list", int firstNumber = 0, int priority = 0, int phones = 1) => new(name, name + ".csv", name, leads,
        [.. Enumerable.Range(0, leads).Select(i => new ImportedLead(i + 2,
            [.. Enumerable.Range(0, phones).Select(p => new LeadPhone($"+33199{p}{firstNumber + i:D5}", PhoneKind.Landline))],
            "FR", "Europe/Paris", "75", new Consent(ConsentState.Given, new DateOnly(2026, 3, 16)), priority, LeadFields.Of(["Nom", "Ville"], [$"Personne {i}", "Orléans"])))],
        []);
}

/// <summary>Remembers what the store says, and lets a test wait for it.</summary>
internal sealed class RecordingObserver : IStoreObserver
{
    private readonly Lock _gate = new();
    private readonly List<string> _said = [];

    public long DurableSequence { get; private set; }

    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_gate)
                return [.. _said];
        }
    }

    public void Durable(long sequence)
    {
        lock (_gate)
            DurableSequence = Math.Max(DurableSequence, sequence);
    }

    public void ClaimRefused(AttemptId attempt, LeadId lead, CallId call) => Say($"refused {attempt.Value}");

    public void Congested(string why) => Say($"congested: {why}");

    public void Relieved() => Say("relieved");

    private void Say(string what)
    {
        lock (_gate)
            _said.Add(what);
    }
}
