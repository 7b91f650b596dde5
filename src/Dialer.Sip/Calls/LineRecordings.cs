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
    private ITimer? _forget;

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
        if (_ofCampaigns.Values.Concat(_ofQueues.Values).Any(rule => rule.Days is not null))
            _forget ??= _time.CreateTimer(_ => ForgetOld(), null, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
    }

    private void ForgetOld()
    {
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        foreach (var rule in _ofCampaigns.Values.Concat(_ofQueues.Values))
            try
            {
                if (rule.Days is { } days && Forget(rule.Folder, today.AddDays(-days)) is > 0 and var gone)
                    LineLog.RecordingsForgotten(_logger, gone, rule.Folder, days);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                LineLog.RecordingsNotForgotten(_logger, rule.Folder, failed.Message);
            }
    }

    /// <summary>Deletes the recordings of the days before <paramref name="first"/>; what is no day's folder, or no recording, stays.</summary>
    /// <returns>How many there were.</returns>
    internal static int Forget(string folder, DateOnly first)
    {
        int gone = 0;
        if (!Directory.Exists(folder))
            return gone;
        foreach (string day in Directory.EnumerateDirectories(folder))
        {
            if (!DateOnly.TryParseExact(Path.GetFileName(day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date >= first)
                continue;
            foreach (string file in Directory.EnumerateFiles(day, "*.wav"))
            {
                File.Delete(file);
                gone++;
            }
            if (!Directory.EnumerateFileSystemEntries(day).Any())
                Directory.Delete(day);
        }
        return gone;
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
    public void Dispose()
    {
        _forget?.Dispose();
        _recorder?.Dispose();
    }
}
