using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Host.Reports;
using Dialer.Sip.Calls;

namespace Dialer.Host.Storage;

/// <summary>What the opening of a store found and did, before anything is dialed.</summary>
/// <param name="Run">Number of this process session; the first is 1.</param>
/// <param name="FirstAttempt">Lowest attempt id that no earlier run used: <see cref="EngineOptions.FirstAttempt"/>.</param>
/// <param name="InterruptedAttempts">Attempts found in flight from earlier runs, now closed as Interrupted; their leads are not dialed again by themselves.</param>
/// <param name="CleanEnd">The last run ended through <see cref="IDisposable.Dispose"/>; true on a new store.</param>
public sealed record StoreOpening(int Run, long FirstAttempt, int InterruptedAttempts, bool CleanEnd);

/// <summary>
/// What the store tells its owner. Called on the store's writer thread, or within
/// <see cref="IDialerStore.Enqueue"/>: post to the engine's inbox and return, never
/// block, never throw.
/// </summary>
public interface IStoreObserver
{
    /// <summary>Every fact up to this sequence (as returned by <see cref="IDialerStore.Enqueue"/>) survives a power loss.</summary>
    void Durable(long sequence);

    /// <summary>
    /// The store does not grant this claim: the lead is not free (it is in another attempt, done, or unknown). Comes
    /// before the <see cref="Durable"/> that covers it. Its PlaceCall must not leave for the line.
    /// </summary>
    void ClaimRefused(AttemptId attempt, LeadId lead, CallId call);

    /// <summary>The store is behind or cannot write (disk full, I/O error): no new attempts. Nothing is lost; it tries again by itself.</summary>
    void Congested(string why);

    void Relieved();
}

/// <summary>A lead as an agent's screen shows it.</summary>
/// <param name="Fields">The columns of the imported row, as they stood, in file order.</param>
public sealed record LeadCard(LeadId Lead, string List, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<LeadPhone> Phones, int AttemptsMade, string? LastDisposition, string? LastNote);

/// <summary>How many leads of a campaign stand where. The sum of all is <see cref="Total"/>.</summary>
/// <param name="Refused">Never to be dialed: do-not-call, no consent, number refused at the gate.</param>
public sealed record ListProgress(int Total, int New, int Waiting, int InAttempt, int Done, int Exhausted, int Interrupted, int Refused)
{
    /// <summary>Fraction of the leads, 0 to 1, that will not be dialed again.</summary>
    public double Share => Total == 0 ? 0 : (double)(Done + Exhausted + Interrupted + Refused) / Total;
}

/// <summary>
/// The one memory of the dialer. One writer commits facts in groups with full sync; reads use connections of their
/// own and never wait for it. All members may be called from any thread, <see cref="Enqueue"/> from one at a time.
/// </summary>
public interface IDialerStore : IDisposable
{
    StoreOpening Opening { get; }

    /// <summary>Folder for the files that go with the store, rejects of imports among them.</summary>
    string DataFolder { get; }

    /// <summary>The id of the campaign of that name; the same name always has the same id.</summary>
    CampaignId EnsureCampaign(string name);

    /// <summary>The id of the agent of that name; the same name always has the same id.</summary>
    AgentId EnsureAgent(string name);

    /// <summary>
    /// Takes what the store keeps of the outbox (claims, outcomes, interactions, agent states, refusals, returned
    /// leads) and returns at once. Call after each turn of the engine, before <see cref="Outbox.Clear"/>.
    /// </summary>
    /// <returns>The sequence to wait for before a PlaceCall of this outbox may leave; grows by one a fact.</returns>
    long Enqueue(Outbox outbox);

    /// <summary>From the 200 OK to the first packet sent to the agent, for the report; joins the attempt of that call.</summary>
    void AnswerToAgentMeasured(CallId call, TimeSpan span);

    /// <summary>How a call's audio arrived, for the report; joins the attempt of that call.</summary>
    void QualityMeasured(CallQuality quality);

    /// <summary>All facts up to here are durable.</summary>
    long DurableSequence { get; }

    /// <summary>Waits until everything enqueued so far is durable. False: not within that time; it goes on trying.</summary>
    bool Flush(TimeSpan within);

    /// <summary>
    /// The leads to dial next, at most <paramref name="count"/>: promised callbacks first, then by priority; of one
    /// priority those to be tried again that are due, the longest due first, then new leads in import order. A lead is given once, until its attempt has closed or it was returned.
    /// </summary>
    /// <param name="appointmentsOnly">Promised callbacks whose moment has come, and no other lead.</param>
    LeadBatch LoadLeads(CampaignId campaign, int count, Instant now, bool appointmentsOnly = false);

    /// <summary>Connected and abandoned people of the rule's window, by hour, of earlier runs.</summary>
    AbandonHistory AbandonHistory(CampaignId campaign, AbandonRule rule, TimeZoneInfo timeZone, Instant now);

    /// <summary>Attempts, abandons and refusals per number since then, for the gate's limits.</summary>
    /// <param name="refusalCodes">Dispositions that count as a refusal: <see cref="CallingRules.RefusalCodes"/> of all campaigns.</param>
    CallHistory CallHistory(Instant since, IReadOnlySet<string> refusalCodes);

    /// <summary>Every number not to be called, E.164.</summary>
    IReadOnlyList<string> DoNotCall();

    /// <summary>Adds numbers (E.164) to the do-not-call list, durable on return; returns how many were new.</summary>
    int AddDoNotCall(IReadOnlyList<string> numbers, string source, Instant now);

    LeadCard? Lead(LeadId lead);

    /// <summary>Leads that were in flight at a crash: a person, or a rule that says so, puts them back. Returns how many.</summary>
    int ReleaseInterrupted(CampaignId campaign, Instant callableFrom);

    ListProgress Progress(CampaignId campaign);

    /// <summary>Everything known of the campaign over all runs, or of one run.</summary>
    CampaignReport Report(CampaignId campaign, int? run = null);

    /// <summary>Earlier import of the same content into this list of the campaign; null: none.</summary>
    ImportRecord? FindImport(CampaignId campaign, string list, string contentHash);

    /// <summary>Numbers (E.164) that leads of this campaign already have.</summary>
    IReadOnlyList<string> CampaignNumbers(CampaignId campaign);

    /// <summary>Writes a whole import in one transaction, durable on return. Never half of it.</summary>
    ImportRecord WriteImport(CampaignId campaign, ImportedList list, Instant now);
}
