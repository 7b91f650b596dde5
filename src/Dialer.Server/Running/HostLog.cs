using Dialer.Core.Time;

namespace Dialer.Server.Running;

/// <summary>What the host logs. Ids: 1000 start and stop, 1100 lists, 1200 loop and outlets, 1300 what happens on the line. No number of a called person is logged.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1000, LogLevel.Information, "Store {Path} opened, run {Run}.")]
    public static partial void StoreOpened(ILogger logger, string path, int run);

    [LoggerMessage(1001, LogLevel.Warning, "The last run did not end cleanly: {Count} attempts that were in flight are closed as Interrupted. Their leads are not dialed again by themselves; POST /v1/campaigns/NAME/release-interrupted does it.")]
    public static partial void Interrupted(ILogger logger, int count);

    [LoggerMessage(1002, LogLevel.Information, "Dialing. SIP at {SipEndPoint}.")]
    public static partial void Started(ILogger logger, System.Net.IPEndPoint sipEndPoint);

    [LoggerMessage(1003, LogLevel.Information, "Draining: no new calls; conversations may go on for {Within}.")]
    public static partial void Draining(ILogger logger, TimeSpan within);

    [LoggerMessage(1004, LogLevel.Warning, "Conversations went on past the deadline and were ended.")]
    public static partial void DrainCutShort(ILogger logger);

    [LoggerMessage(1005, LogLevel.Information, "Stopped. Everything is stored.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1006, LogLevel.Error, "Stopped, and the store could not write everything: what is missing is closed as Interrupted at the next start.")]
    public static partial void StoppedUnstored(ILogger logger);

    [LoggerMessage(1007, LogLevel.Information, "HTTP at {Address}.")]
    public static partial void HttpStarted(ILogger logger, string address);

    [LoggerMessage(1008, LogLevel.Warning, "A second signal: ending at once.")]
    public static partial void EndingAtOnce(ILogger logger);

    [LoggerMessage(1010, LogLevel.Information, "{File} was read again. Followed: {What}.")]
    public static partial void Reloaded(ILogger logger, string file, string what);

    [LoggerMessage(1011, LogLevel.Warning, "These are changed in the file, need a restart, and stay as they are: {What}.")]
    public static partial void ReloadNeedsRestart(ILogger logger, string what);

    [LoggerMessage(1012, LogLevel.Error, "{File} was read again and has {Errors} errors: everything stays as it is.")]
    public static partial void ReloadRefused(ILogger logger, string file, int errors);

    [LoggerMessage(1013, LogLevel.Error, "{Error}")]
    public static partial void ReloadError(ILogger logger, string error);

    [LoggerMessage(1014, LogLevel.Error, "{File} could not be followed to its end: {Why}")]
    public static partial void ReloadFailed(ILogger logger, string file, string why);

    [LoggerMessage(1015, LogLevel.Warning, "Overload: {Why}. No new calls until it has passed; those in progress go on.")]
    public static partial void Overloaded(ILogger logger, string why);

    [LoggerMessage(1016, LogLevel.Information, "The overload has passed: dialing resumes.")]
    public static partial void OverloadPassed(ILogger logger);

    [LoggerMessage(1017, LogLevel.Warning, "The store has been writing for {Span}: another program holds it locked, or the disk stands still. Nothing is lost; new calls wait.")]
    public static partial void StoreWaits(ILogger logger, TimeSpan span);

    [LoggerMessage(1018, LogLevel.Information, "The store writes again, after {Span}.")]
    public static partial void StoreWritesAgain(ILogger logger, TimeSpan span);

    [LoggerMessage(1100, LogLevel.Information, "List {List}: {Leads} leads of {Rows} rows.")]
    public static partial void ListImported(ILogger logger, string list, int leads, int rows);

    [LoggerMessage(1101, LogLevel.Warning, "List {List}: {Rejected} rows and {Numbers} further numbers refused, see {File}.")]
    public static partial void ListRejects(ILogger logger, string list, int rejected, int numbers, string? file);

    [LoggerMessage(1102, LogLevel.Information, "List {List} was imported before and has not changed.")]
    public static partial void ListKnown(ILogger logger, string list);

    [LoggerMessage(1103, LogLevel.Information, "Do-not-call file {File}: {Numbers} numbers, {New} of them new.")]
    public static partial void DoNotCallImported(ILogger logger, string file, int numbers, int @new);

    [LoggerMessage(1104, LogLevel.Warning, "Do-not-call file {File}, line {Line} is not a number and was left out.")]
    public static partial void DoNotCallUnreadable(ILogger logger, string file, int line);

    [LoggerMessage(1110, LogLevel.Information, "Campaign {Campaign}: the rules are not those of the last run; {Count} leads that waited by the old ones are judged anew.")]
    public static partial void RulesChanged(ILogger logger, string campaign, int count);

    [LoggerMessage(1111, LogLevel.Information, "Campaign {Campaign}: {Held}.")]
    public static partial void LeadsHeldBack(ILogger logger, string campaign, string held);

    [LoggerMessage(1112, LogLevel.Information, "Campaign {Campaign}: leads are held back ({Reason}), the first of them until {Until}. The report counts them.")]
    public static partial void LeadHeldBack(ILogger logger, string campaign, string reason, Instant until);
    [LoggerMessage(1105, LogLevel.Information, "List {List}: {Rows} rows read, {Percent} % of the file. A signal stops the import, and the next start goes on with it.")]
    public static partial void ListProgress(ILogger logger, string list, int rows, int? percent);

    [LoggerMessage(1106, LogLevel.Information, "List {List}: telephone in {Phones}; {Others}.")]
    public static partial void ListColumns(ILogger logger, string list, string phones, string others);

    [LoggerMessage(1108, LogLevel.Information, "List {List}: the import of {Rows} rows that was stopped is asked for no more, and is taken back.")]
    public static partial void ListTakenBack(ILogger logger, string list, int rows);

    [LoggerMessage(1107, LogLevel.Warning, "List {List}: {Note}.")]
    public static partial void ListNote(ILogger logger, string list, string note);

    [LoggerMessage(1120, LogLevel.Warning, "{Field} was changed by hand, and the configuration file names it: the file counts.")]
    public static partial void FileWins(ILogger logger, string field);

    [LoggerMessage(1121, LogLevel.Error, "{Entry} is kept in the store and does not count: {Why} Change it, or what it needs.")]
    public static partial void SetAside(ILogger logger, string entry, string why);

    [LoggerMessage(1130, LogLevel.Information, "{Count} recordings were deleted: they are older than {Days} days.")]
    public static partial void RecordingsForgotten(ILogger logger, int count, double days);

    [LoggerMessage(1131, LogLevel.Error, "Old recordings could not be deleted: {Why}")]
    public static partial void RecordingsKept(ILogger logger, string why);

    [LoggerMessage(1200, LogLevel.Error, "The engine's loop ended: {Why}")]
    public static partial void LoopFailed(ILogger logger, string why, Exception failure);

    [LoggerMessage(1201, LogLevel.Warning, "No new calls: the store is behind ({Why}).")]
    public static partial void StoreCongested(ILogger logger, string why);

    [LoggerMessage(1202, LogLevel.Information, "The store has caught up: dialing goes on.")]
    public static partial void StoreRelieved(ILogger logger);

    [LoggerMessage(1203, LogLevel.Warning, "The system clock was set by {Difference}: no new calls until the two agree ({State}). After a step back a restart goes on at once.")]
    public static partial void ClockStepped(ILogger logger, ClockState state, TimeSpan difference);

    [LoggerMessage(1204, LogLevel.Information, "The system clock and the engine's agree again.")]
    public static partial void ClockSteady(ILogger logger);

    [LoggerMessage(1205, LogLevel.Warning, "The store refused the claim of attempt {Attempt}: it was not dialed.")]
    public static partial void ClaimRefused(ILogger logger, long attempt);

    [LoggerMessage(1206, LogLevel.Error, "The recording {File} ends here: the disk cannot follow. What was written replays.")]
    public static partial void RecordingEnded(ILogger logger, string file);

    [LoggerMessage(1207, LogLevel.Information, "Recorded {File}: {Outputs} outputs, digest {Digest}.")]
    public static partial void Recorded(ILogger logger, string file, long outputs, string digest);

    [LoggerMessage(1300, LogLevel.Warning, "Trunk {Trunk} cannot be reached ({Why}): dialing on it pauses and resumes by itself.")]
    public static partial void TrunkUnavailable(ILogger logger, string trunk, string why);

    [LoggerMessage(1301, LogLevel.Information, "Trunk {Trunk} can be reached: dialing resumes.")]
    public static partial void TrunkAvailable(ILogger logger, string trunk);

    [LoggerMessage(1305, LogLevel.Information, "Trunk {Trunk} has answered nothing yet ({Why}): the next calls try it.")]
    public static partial void TrunkOnTrial(ILogger logger, string trunk, string why);

    [LoggerMessage(1302, LogLevel.Information, "Campaign {Campaign} is {State}.")]
    public static partial void CampaignState(ILogger logger, int campaign, string state);

    [LoggerMessage(1307, LogLevel.Information, "Trunk {Trunk}: {Why}")]
    public static partial void TrunkStarting(ILogger logger, string trunk, string why);

    [LoggerMessage(1308, LogLevel.Warning, "Agent {Agent} could not log in: {Why}.")]
    public static partial void LogInFailed(ILogger logger, int agent, string why);

    [LoggerMessage(1306, LogLevel.Warning, "Campaign {Campaign}: {What}")]
    public static partial void CallsRefused(ILogger logger, int campaign, string what);

    [LoggerMessage(1305, LogLevel.Information, "Campaign {Campaign} dials in mode {Mode} from now on: {Settings}")]
    public static partial void DialMode(ILogger logger, int campaign, Core.Campaigns.DialMode mode, object? settings);

    [LoggerMessage(1303, LogLevel.Debug, "Agent {Agent}: {From} to {To} {Reason}")]
    public static partial void AgentState(ILogger logger, int agent, Core.Agents.AgentState from, Core.Agents.AgentState to, string? reason);

    [LoggerMessage(1309, LogLevel.Warning, "A menu asked {Question}, and got no answer to use: {Why}")]
    public static partial void CompanyFailed(ILogger logger, string question, string why);

    [LoggerMessage(1304, LogLevel.Warning, "Refused: {Why} (agent {Agent}, campaign {Campaign}).")]
    public static partial void CommandRefused(ILogger logger, string? why, int agent, int campaign);
}
