using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Store.Reports;

namespace Dialer.Store;

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
    /// The ids of the queues of these names, in the order given; the same name always has the same id, wherever it stands
    /// in the file. A store from before names were kept takes the present order for the one it was numbered by.
    /// </summary>
    IReadOnlyList<QueueId> EnsureQueues(IReadOnlyList<string> names);

    /// <summary>As <see cref="EnsureQueues"/>, for trunks.</summary>
    IReadOnlyList<TrunkId> EnsureTrunks(IReadOnlyList<string> names);

    /// <summary>
    /// Takes what the store keeps of the outbox (claims, outcomes, interactions, agent states, refusals, returned
    /// leads) and returns at once. Call after each turn of the engine, before <see cref="Outbox.Clear"/>.
    /// </summary>
    /// <returns>The sequence to wait for before a PlaceCall of this outbox may leave; grows by one a fact.</returns>
    long Enqueue(Outbox outbox);

    /// <summary>How a call's audio arrived, for the report; joins the attempt of that call.</summary>
    void QualityMeasured(CallQuality quality);

    /// <summary>What the analysis of an answer came to, for labels; joins the attempt of that call.</summary>
    void AnswerHeard(HeardAnswer heard);

    /// <summary>A machine's greeting: the one heard last at its number, or a network's.</summary>
    void GreetingLearned(LearnedGreeting learned);

    /// <summary>Greetings that were learned, the oldest first; at most <see cref="Core.CallProgress.GreetingMemory.MostNumbers"/> numbers, older ones are gone.</summary>
    IEnumerable<LearnedGreeting> Greetings();

    /// <summary>Calls of which it is known who answered, the oldest first; the newest 100,000.</summary>
    IEnumerable<KnownAnswer> KnownAnswers();

    /// <summary>The greeting of this number (E.164) is kept no more. A network's announcement is nobody's, and stays.</summary>
    void GreetingForgotten(string number);

    /// <summary>All facts up to here are durable.</summary>
    long DurableSequence { get; }

    /// <summary>Completes when all facts up to there are durable; no thread waits meanwhile.</summary>
    Task WaitDurableAsync(long sequence, CancellationToken cancellation);

    /// <summary>Waits until everything enqueued so far is durable. False: not within that time; it goes on trying.</summary>
    bool Flush(TimeSpan within);

    /// <summary>
    /// The leads to dial next, at most <paramref name="count"/>: promised callbacks first, then by priority; of one
    /// priority those to be tried again that are due, the longest due first, then new leads in import order. A lead is given once, until its attempt has closed or it was returned.
    /// </summary>
    /// <param name="appointmentsOnly">Promised callbacks whose moment has come, and no other lead.</param>
    /// <param name="toChooseFrom">Of one priority as many that were tried as new ones, as far as there are, each with what became of it so far.</param>
    LeadBatch LoadLeads(CampaignId campaign, int count, Instant now, bool appointmentsOnly = false, bool toChooseFrom = false);

    /// <summary>What dialing has learned of the campaign's numbers; null: nothing yet.</summary>
    LeadModelState? LeadModel(CampaignId campaign);

    /// <summary>Connected and abandoned people of the rule's window, by hour, of earlier runs.</summary>
    AbandonHistory AbandonHistory(CampaignId campaign, AbandonRule rule, TimeZoneInfo timeZone, Instant now);

    /// <summary>Attempts, abandons and refusals per number since then, for the gate's limits.</summary>
    /// <param name="refusalCodes">Dispositions that count as a refusal: <see cref="CallingRules.RefusalCodes"/> of all campaigns.</param>
    CallHistory CallHistory(Instant since, IReadOnlySet<string> refusalCodes);

    /// <summary>Every number that no campaign calls, for good, E.164, as it is read.</summary>
    IEnumerable<string> DoNotCall();

    /// <summary>Every list of numbers not to be called, in portions that share a mark, as they are read.</summary>
    IEnumerable<DoNotCallEntries> DoNotCallEntries(int atMost);

    /// <summary>Adds numbers (E.164) to the company's own do-not-call list or a register, for good and durable on return; returns how many were new.</summary>
    /// <param name="source">Kept with them, and with the objection of each person whom they bind.</param>
    int AddDoNotCall(IReadOnlyList<string> numbers, string source, Instant now, DoNotCallBinding binds = DoNotCallBinding.Person);

    /// <summary>The same without a thread that waits for the commit.</summary>
    Task<int> AddDoNotCallAsync(IReadOnlyList<string> numbers, string source, Instant now, DoNotCallBinding binds = DoNotCallBinding.Person);

    /// <summary>Adds numbers to whatever list, for good or until a moment; a number that ends in "*" stands for all that begin so.</summary>
    Task<int> AddDoNotCallAsync(DoNotCallEntries entries, string source, Instant now);

    /// <summary>Takes a number off one list, kept with who and why; returns what the engine must forget: no numbers, it was not on that list.</summary>
    Task<DoNotCallRemoval> RemoveDoNotCallAsync(string number, DoNotCallKind kind, CampaignId campaign, string by, string reason, Instant now);

    /// <summary>Was this very file read whole before?</summary>
    bool IsDoNotCallFileKnown(string source, string contentHash);

    /// <summary>A file was read whole and its numbers were added at that moment: those that it has no more are off the list, and are returned.</summary>
    IReadOnlyList<string> EndDoNotCallFile(string source, DoNotCallMark mark, string contentHash, Instant readAt);

    /// <summary>Whom the number binds where it is on the company's own list.</summary>
    Objectors BoundBy(string number);

    /// <summary>All who ever objected. Their numbers are in <see cref="DoNotCall"/> too.</summary>
    IReadOnlyList<PersonId> AllObjectors();

    /// <summary>Who calls by this number, as far as the lists know.</summary>
    Caller FindCaller(string number);

    PersonRecord? Person(PersonId person);

    /// <summary>Who has this number (E.164): nobody that is known, one, or several who share it.</summary>
    IReadOnlyList<PersonId> PersonsOf(string number);

    /// <summary>
    /// Forgets a person, by a number (E.164) or the company's own key, durable on return and off the disk's free pages; a hash with
    /// a key keeps lists from bringing the numbers back. Null: nobody has it.
    /// </summary>
    /// <exception cref="StoreException">They are being called, or talk with us.</exception>
    PersonErasure? ErasePerson(string? number, string? customerKey, string by, string reason, Instant now);

    /// <summary>Was whoever had this number (E.164) erased, so that no list may bring it back?</summary>
    bool IsErased(string number);

    LeadCard? Lead(LeadId lead);

    /// <summary>The lead as the engine would be given it, whether it may be dialed or not; hands nothing out.</summary>
    HopperLead? LeadAsStored(LeadId lead);

    /// <summary>A conversation that is over, as all facts enqueued so far left it; null: none of that id.</summary>
    Task<PastConversation?> ConversationAsync(InteractionId interaction);

    /// <summary>Leads that were in flight at a crash: a person, or a rule that says so, puts them back. Returns how many.</summary>
    int ReleaseInterrupted(CampaignId campaign, Instant callableFrom);

    /// <summary>The same without a thread that waits for the commit.</summary>
    Task<int> ReleaseInterruptedAsync(CampaignId campaign, Instant callableFrom);

    /// <summary>
    /// Tells the rules by which a campaign's leads are judged from now on. Where they are others than before, what
    /// followed from those is taken back. Call at each start and after each change, before leads are loaded.
    /// </summary>
    RulesApplied ApplyRules(CampaignSettings campaign, Instant now);

    ListProgress Progress(CampaignId campaign);

    /// <summary>Everything known of the campaign over all runs, or of one run.</summary>
    CampaignReport Report(CampaignId campaign, int? run = null);

    /// <summary>Earlier import of the same content into this list of the campaign; null: none.</summary>
    ImportRecord? FindImport(CampaignId campaign, string list, string contentHash);

    /// <summary>Numbers (E.164) that leads of this campaign already have.</summary>
    IEnumerable<string> CampaignNumbers(CampaignId campaign);

    /// <summary>Writes a whole import in one transaction, durable on return. Never half of it.</summary>
    ImportRecord WriteImport(CampaignId campaign, ImportedList list, Instant now);

    /// <summary>Rows to give at once: many where nothing else is written, few where calls wait for their facts to be stored.</summary>
    int ImportPortionRows { get; }

    /// <summary>
    /// Begins an import that is written in portions, or goes on with the one of this content that was stopped. Its leads
    /// are dialed, counted and reported from <see cref="FinishImport"/> on, all at once.
    /// </summary>
    OpenImport BeginImport(CampaignId campaign, string list, string file, string contentHash, string readAs, Instant now);

    /// <summary>The next rows, durable with a later portion or with the end. Give the next portion to what it returns.</summary>
    Task<OpenImport> WritePortionAsync(OpenImport import, ImportPortion portion, Instant now);

    ImportRecord FinishImport(OpenImport import, Instant now);

    /// <summary>Imports that were stopped before their end.</summary>
    IReadOnlyList<OpenImport> UnfinishedImports();

    /// <summary>Takes back what there is of an import that will not be finished.</summary>
    void DiscardImport(OpenImport import);

    /// <summary>Numbers (E.164) that an unfinished import has brought, with the lines of their rows.</summary>
    IEnumerable<(string Number, int Line)> ImportedNumbers(OpenImport import);

    /// <summary>What an unfinished import has refused so far, by line.</summary>
    IEnumerable<RejectedRow> ImportRejects(OpenImport import);
}
