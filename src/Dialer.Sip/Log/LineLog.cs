using Dialer.Core.Ids;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Log;

/// <summary>Numbers 2000-2099: the telephone line.</summary>
internal static partial class LineLog
{
    [LoggerMessage(2000, LogLevel.Information, "Telephone line listens for SIP on {EndPoint}, media on {Media}")]
    public static partial void Started(ILogger logger, System.Net.IPEndPoint endPoint, System.Net.IPAddress media);

    [LoggerMessage(2001, LogLevel.Warning, "Trunk {Trunk} is unavailable: {Why}")]
    public static partial void TrunkUnavailable(ILogger logger, string trunk, string why);

    [LoggerMessage(2002, LogLevel.Information, "Trunk {Trunk} is available again")]
    public static partial void TrunkAvailable(ILogger logger, string trunk);

    [LoggerMessage(2016, LogLevel.Information, "Trunk {Trunk} has not answered yet ({Why}): the next call tries it")]
    public static partial void TrunkOnTrial(ILogger logger, string trunk, string why);

    [LoggerMessage(2019, LogLevel.Warning, "Call {Call}: the agent's leg was moved from {From} to {To}: it gets nobody else")]
    public static partial void LegMoved(ILogger logger, long call, string from, string to);

    [LoggerMessage(2018, LogLevel.Warning, "Trunk {Trunk}: {What}")]
    public static partial void TrunkRefusesCalls(ILogger logger, string trunk, string what);

    [LoggerMessage(2017, LogLevel.Warning, "Call {Call} ({Kind}): its far end asks to be transferred to {Target}; declined, the line transfers nobody")]
    public static partial void TransferDeclined(ILogger logger, long call, LineCallKind kind, string target);

    [LoggerMessage(2003, LogLevel.Warning, "Call {Call}: nothing heard for {Seconds} s; asking the far end")]
    public static partial void MediaLost(ILogger logger, long call, double seconds);

    [LoggerMessage(2004, LogLevel.Warning, "Call {Call}: no media leg: {Refusal}")]
    public static partial void NoMediaLeg(ILogger logger, long call, Media.MediaRefusal refusal);

    [LoggerMessage(2005, LogLevel.Error, "Call {Call}: no prompt is called '{Prompt}'; comfort noise is sent instead")]
    public static partial void NoPrompt(ILogger logger, long call, string prompt);

    [LoggerMessage(2035, LogLevel.Error, "Call {Call}: mailbox '{Mailbox}' cannot be recorded into: no folder for mailboxes is given")]
    public static partial void NoMailbox(ILogger logger, long call, string mailbox);

    [LoggerMessage(2006, LogLevel.Debug, "Call {Call}: {From} -> {To}: {Why}")]
    public static partial void Moved(ILogger logger, long call, LineCallState from, LineCallState to, string why);

    [LoggerMessage(2007, LogLevel.Error, "An order failed: {Kind} for call {Call}")]
    public static partial void OrderFailed(ILogger logger, Exception error, Dialer.Core.Engine.Messages.EngineOutputKind kind, long call);

    [LoggerMessage(2008, LogLevel.Information, "A call from {Source} to {Called} was refused: {Why}")]
    public static partial void InboundRefused(ILogger logger, string source, string called, string why);

    [LoggerMessage(2009, LogLevel.Warning, "Call {Call}: session description not understood: {Why}")]
    public static partial void BadSdp(ILogger logger, long call, string why);

    [LoggerMessage(2010, LogLevel.Debug, "Call {Call}: {Verdict} ({Confidence:F2}): {Why}")]
    public static partial void Classified(ILogger logger, long call, CpaVerdict verdict, float confidence, string why);

    [LoggerMessage(2090, LogLevel.Debug, "Call {Call}: taken for a person, and a machine after all ({Cause})")]
    public static partial void Revoked(ILogger logger, long call, RevocationCause cause);

    [LoggerMessage(2011, LogLevel.Information,
        "Call {Call}: {Received} packets received, {LossPercent:F2} % lost, jitter {JitterMs:F1} ms, round trip {RoundTripMs:F0} ms, MOS {Mos:F2}; {Sent} sent, of which the far end lost {RemoteLossPercent:F2} % at last; {Refused} refused")]
    public static partial void Quality(ILogger logger, long call, long received, double lossPercent, double jitterMs, double roundTripMs, double mos, long sent, double remoteLossPercent, long refused);

    [LoggerMessage(2012, LogLevel.Information, "Recorded {Length} to {Path}; {FramesLost} frames came too late for the disk")]
    public static partial void Recorded(ILogger logger, TimeSpan length, string path, long framesLost);

    [LoggerMessage(2013, LogLevel.Error, "The recording {Path} ended after {Length}: {Why}")]
    public static partial void RecordingFailed(ILogger logger, string path, TimeSpan length, string why);

    [LoggerMessage(2014, LogLevel.Information, "Supervision of agent {Agent}: {Mode}, call {Call}")]
    public static partial void Supervised(ILogger logger, int agent, string mode, long call);

    [LoggerMessage(2030, LogLevel.Warning, "Agent {Agent}, call {Call}: nothing heard from the phone for {Seconds:F1} s, neither audio nor reports; nobody is given to it until it is heard again")]
    public static partial void AgentSilent(ILogger logger, int agent, long call, double seconds);

    [LoggerMessage(2031, LogLevel.Information, "Agent {Agent}, call {Call}: the phone is heard again")]
    public static partial void AgentHeardAgain(ILogger logger, int agent, long call);

    [LoggerMessage(2032, LogLevel.Warning, "Call {Call}: an odd session description, told of once a kind: {What}")]
    public static partial void OddSdp(ILogger logger, long call, string what);

    [LoggerMessage(2033, LogLevel.Warning, "Call {Call}: a second source, {Source}, sends audio beside {Known}; {Advice}")]
    public static partial void SecondSource(ILogger logger, long call, System.Net.IPEndPoint source, System.Net.IPEndPoint? known, string advice);

    [LoggerMessage(2034, LogLevel.Debug, "Call {Call}: the far end has no telephone-events; keys are listened for in the audio")]
    public static partial void KeysInAudio(ILogger logger, long call);

    [LoggerMessage(2015, LogLevel.Warning, "A clip for review was dropped, {Dropped} so far: {Why}")]
    public static partial void ReviewClipDropped(ILogger logger, long dropped, string why);

    [LoggerMessage(2037, LogLevel.Information, "{Count} recordings in {Folder} are older than {Days} days and were deleted")]
    public static partial void RecordingsForgotten(ILogger logger, int count, string folder, int days);

    [LoggerMessage(2038, LogLevel.Warning, "Old recordings in {Folder} could not be deleted, and are tried again in an hour: {Why}")]
    public static partial void RecordingsNotForgotten(ILogger logger, string folder, string why);
}
