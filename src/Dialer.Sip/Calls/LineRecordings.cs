using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Calls;

/// <summary>The recordings of a line's conversations, by the rule of each campaign and, where callers call in, of each queue. Used on the SIP reactor's thread; the disk is the recorder's alone.</summary>
internal sealed class LineRecordings : IDisposable
{
    private IReadOnlyDictionary<CampaignId, RecordingRule> _ofCampaigns;
    private IReadOnlyDictionary<QueueId, RecordingRule> _ofQueues;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _mailboxes;
    private CallRecorder? _recorder;

    public LineRecordings(TelephoneLineOptions options, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _mailboxes = options.MailboxFolder;
        Follow(options);
    }

    /// <summary>Recordings that go on end as they were begun.</summary>
    [MemberNotNull(nameof(_ofCampaigns), nameof(_ofQueues))]
    public void Follow(TelephoneLineOptions options)
    {
        _ofCampaigns = options.Recording;
        _ofQueues = options.QueueRecording;
        if (_ofCampaigns.Count + _ofQueues.Count > 0 || _mailboxes.Length > 0)
            _recorder ??= new CallRecorder(recording => Tell(_logger, recording));
    }

    public RecordingRule? RuleOf(CampaignId campaign) => _ofCampaigns.GetValueOrDefault(campaign);

    public RecordingRule? RuleOf(QueueId queue) => _ofQueues.GetValueOrDefault(queue);

    /// <summary>A file of its own for each pair of legs: <c>2026-11-26/101502.123-attempt42-2.wav</c>, the last number counting the call's recordings.</summary>
    /// <param name="call">What names the call in reports.</param>
    /// <param name="notice">Heard by both parties before anything is recorded.</param>
    public CallRecording Start(RecordingRule rule, string call, int number, IHeardLeg person, IHeardLeg agent, Prompt? notice)
    {
        var now = _time.GetUtcNow();
        string name = string.Create(CultureInfo.InvariantCulture, $"{now:HHmmss.fff}-{call}-{number}.wav");
        string path = Path.Combine(rule.Folder, now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), name);
        return _recorder!.Start(path, person, agent, notice?.Duration ?? TimeSpan.Zero);
    }

    /// <summary>What a caller says into a mailbox: <c>orders/2026-11-26/101502.123-call42.wav</c>. Null: there are no mailboxes.</summary>
    public CallRecording? StartMessage(string mailbox, string call, IHeardLeg caller)
    {
        if (_mailboxes.Length == 0 || mailbox.AsSpan().ContainsAny("/\\") || mailbox.StartsWith('.'))
            return null;
        var now = _time.GetUtcNow();
        string name = string.Create(CultureInfo.InvariantCulture, $"{now:HHmmss.fff}-{call}.wav");
        return _recorder!.Start(Path.Combine(_mailboxes, mailbox, now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), name), caller, null);
    }

    private static void Tell(ILogger logger, CallRecording recording)
    {
        if (recording.Failure is { } failure)
            LineLog.RecordingFailed(logger, recording.Path, recording.Length, failure.Message);
        else
            LineLog.Recorded(logger, recording.Length, recording.Path, recording.FramesLost);
    }

    /// <summary>Completes every file.</summary>
    public void Dispose() => _recorder?.Dispose();
}
