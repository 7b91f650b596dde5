using System.ComponentModel.DataAnnotations;
using Dialer.Core.Leads;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>One number of a lead.</summary>
/// <param name="Number">E.164.</param>
/// <param name="Dead">The network said that nobody has it: it is not dialed any more.</param>
public sealed record PhoneView(string Number, PhoneKind Kind, string? Extension, bool Dead);

/// <summary>A lead as it stands.</summary>
/// <param name="State">new, waiting, inAttempt, done, exhausted, interrupted or refused.</param>
/// <param name="NextCallableAt">Not before; left out: it is not to be dialed.</param>
/// <param name="Refusal">By which rule it is held back, or refused.</param>
/// <param name="Why">Why it is not being called, in words.</param>
/// <param name="Fields">The columns of its row, as they stood.</param>
public sealed record LeadView(
    long Id, string Campaign, string List, string State, int Priority, DateTimeOffset? NextCallableAt, string? Refusal, string Why, int AttemptsMade, string TimeZone, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<PhoneView> Phones,
    string? LastDisposition, string? LastNote);

/// <summary>Why a lead is not being called, from those who decide.</summary>
/// <param name="Callable">Every answer is yes: it is called when its turn comes.</param>
/// <param name="CallableFrom">From when on the list and the rules would allow it, if nothing happened until then; left out: not under the present rules.</param>
/// <param name="Why">The first reason, in a sentence.</param>
/// <param name="Rules">What the list, the rules as a whole and the running dialer say, in the order in which it is asked.</param>
public sealed record LeadExplanation(long Id, string Campaign, bool Callable, DateTimeOffset? CallableFrom, string Why, IReadOnlyList<RuleAnswer> Rules, IReadOnlyList<NumberExplanation> Numbers);

/// <summary>One number of a lead, and what the dial gate answers to each of its questions.</summary>
public sealed record NumberExplanation(string Number, bool Dead, bool Callable, DateTimeOffset? CallableFrom, IReadOnlyList<RuleAnswer> Rules);

/// <summary>One rule's verdict.</summary>
/// <param name="Rule">list, due, rules, campaign, dialing, agents, turn; of a number: number, destination, doNotCall, consent, restAfterRefusal, restAfterAbandon, restAfterMachine, attempts, callingHours, notInCall.</param>
/// <param name="Refusal">The reason's word; left out: it allows the call.</param>
/// <param name="Until">When to ask again; left out: it allows the call, or nothing tells.</param>
public sealed record RuleAnswer(string Rule, bool Allows, string? Refusal, DateTimeOffset? Until, string Words);

/// <summary>One lead, to be called by the rules of its campaign; read by the rules of a list.</summary>
/// <param name="Phones">1 to 10 numbers, first choice first; with a country code, or as the country writes them.</param>
/// <param name="Country">ISO 3166 of numbers written without a country.</param>
/// <param name="List">Name of the list that it goes to; left out: "api".</param>
/// <param name="Priority">0 to 999; higher is called before.</param>
/// <param name="TimeZone">IANA name; left out: the numbers' place.</param>
/// <param name="CustomerKey">The company's own key of the person.</param>
/// <param name="Consent">yes or no; left out: not known.</param>
/// <param name="Fields">What the agent's screen shows, by heading.</param>
public sealed record LeadRequest(
    [property: Required] IReadOnlyList<string>? Phones, [property: Required] string? Country, string? List, int? Priority, string? TimeZone, string? CustomerKey, string? Consent, IReadOnlyDictionary<string, string>? Fields);

/// <summary>A list of a campaign, and how far it is.</summary>
/// <param name="LeadsByState">Leads in each state that occurs.</param>
public sealed record ListView(int Id, string Name, int Leads, IReadOnlyDictionary<string, int> LeadsByState);

/// <summary>An import, or a look at what one would do.</summary>
/// <param name="Percent">Of the file, 0 to 100; left out: not known.</param>
/// <param name="Trouble">Why nothing was written.</param>
/// <param name="Result">Once it is done.</param>
public sealed record ImportView(string Id, string Campaign, string List, bool DryRun, DateTimeOffset StartedAt, ImportJobState State, int Rows, int? Percent, string? Trouble, ImportResultView? Result);

/// <summary>What an import did, or would do. Rows are leads and rejected rows.</summary>
/// <param name="AlreadyThere">This very content was imported before, and nothing was written now.</param>
/// <param name="NumbersRefused">Numbers dropped from rows that were kept.</param>
/// <param name="Phones">The columns that numbers are taken from, first choice first.</param>
/// <param name="Reasons">Rejected rows by reason.</param>
/// <param name="Notes">What is worth knowing of the file as a whole.</param>
public sealed record ImportResultView(int Rows, int Leads, int RejectedRows, int NumbersRefused, bool AlreadyThere, string Encoding, string Delimiter, IReadOnlyList<string> Phones, IReadOnlyDictionary<string, int> Reasons, IReadOnlyList<string> Notes);

/// <summary>A row, or one number of a row that was kept, which is not dialed.</summary>
/// <param name="WholeRow">False: the row became a lead with its other numbers.</param>
/// <param name="Advice">What to do.</param>
public sealed record RejectView(int Line, bool WholeRow, string Field, string Value, string Reason, string Advice);

/// <summary>A number that is not called.</summary>
/// <param name="Number">E.164; one that ends in "*" stands for all that begin so.</param>
/// <param name="Source">Who put it there.</param>
/// <param name="Binds">person: whoever has it is not called on another number either; number: it alone.</param>
/// <param name="Kind">company, national (a register of the state), campaign (one campaign's own).</param>
/// <param name="Campaign">Of a campaign's own list; left out: all campaigns.</param>
/// <param name="Until">Left out: for good.</param>
/// <param name="Others">Further lists that it is on; of one number that is looked up.</param>
public sealed record DoNotCallView(string Number, string Source, DateTimeOffset AddedAt, string Binds, string Kind, string? Campaign, DateTimeOffset? Until, IReadOnlyList<DoNotCallView>? Others);

/// <summary>What was taken off.</summary>
/// <param name="Numbers">Off the company's own list: every number of whoever has it.</param>
public sealed record DoNotCallRemoved(int Numbers);

/// <summary>What an upload of numbers did.</summary>
/// <param name="Numbers">Read.</param>
/// <param name="Added">New.</param>
/// <param name="UnreadableLines">Lines without a number, at most 1,000.</param>
public sealed record DoNotCallReply(int Numbers, int Added, IReadOnlyList<int> UnreadableLines);

/// <summary>A call back that somebody was promised, and that is not kept yet.</summary>
/// <param name="Agent">Who promised it, and is to keep it; left out: anybody does.</param>
public sealed record CallBackView(long Lead, string Campaign, string Number, DateTimeOffset At, string? Agent);

/// <summary>Who is to be forgotten: by a number or by the company's own key.</summary>
/// <param name="Number">E.164.</param>
/// <param name="Reason">Kept with the erasure: without the person's name or number.</param>
public sealed record ErasureRequest(string? Number, string? CustomerKey, [property: Required] string? Reason);
