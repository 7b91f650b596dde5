using System.Text.RegularExpressions;
using Dialer.Server.Configuration;
using Dialer.Server.Running;

namespace Dialer.Server.Service;

/// <summary>
/// The configuration, read again while the program runs. What can change under calls in progress does; what needs a restart is
/// named and stays as it is. A file with errors changes nothing. No call is ended by it.
/// </summary>
internal sealed class Reloading(string file, DialerConfig started, RunningDialer dialer, Action<LogLevel, IReadOnlyDictionary<string, LogLevel>>? levels, ILogger logger)
{
    private static readonly string[] DialMode = ["campaigns[].mode", "campaigns[].pacer", "campaigns[].ratio", "campaigns[].maxLinesPerAgent", "campaigns[].preview"];

    /// <summary>What follows the file; a path is one of these or lies below one.</summary>
    private static readonly string[] Follow =
    [
        "logLevel", "logLevels", "drainSeconds", "doNotCall",
        "queues[].priority", "queues[].serviceLevelSeconds", "queues[].wrapUpSeconds", "queues[].maxWaiting", "queues[].skills",
        "agents[].skills", "agents[].campaigns",
        "campaigns[].calling", "campaigns[].retry", "campaigns[].abandon", "campaigns[].ringSeconds", "campaigns[].minimumRingSeconds",
        "campaigns[].analysisSeconds", "campaigns[].onMachine", "campaigns[].onUndetermined", "campaigns[].wrapUpSeconds", "campaigns[].timeZone",
        "campaigns[].priority", "campaigns[].weight", "campaigns[].inboundReserve", "campaigns[].transferKey", "campaigns[].optOutKey",
        "campaigns[].lists", .. DialMode,
    ];

    /// <summary>Where the way of callers needs no recording, trunk or number that is new.</summary>
    private static readonly string[] FollowWithCallers =
    [
        "openingHours", "menus", "inbound", "queues[].openingHours", "queues[].maxWaitSeconds",
        "queues[].whenClosed", "queues[].whenFull", "queues[].whenTooLong", "queues[].whenNobody",
    ];

    private readonly Lock _lock = new();

    private DialerConfig? _followed;

    /// <summary>The file as it was last followed.</summary>
    public DialerConfig Current => _followed ?? started;

    /// <summary>Returns at once; one reading after the other.</summary>
    public void Ask() => Task.Run(Reload);

    public void Reload()
    {
        lock (_lock)
            try
            {
                var reading = ConfigFile.Read(file);
                if (reading.Config is { } next)
                    FollowFile(next);
                else
                    Refuse(reading);
            }
#pragma warning disable CA1031 // A reload must not end the program, whatever it meets: it runs on as it was.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                HostLog.ReloadFailed(logger, file, failure.Message);
            }
    }

    private void Refuse(ConfigReading reading)
    {
        foreach (var wrong in reading.Errors)
            HostLog.ReloadError(logger, wrong.ToText(file));
        HostLog.ReloadRefused(logger, file, reading.Errors.Count);
    }

    private void FollowFile(DialerConfig next)
    {
        var changed = ConfigDiff.Changed(Current.Written!, next.Written!);
        string[] stay = [.. ConfigDiff.Changed(started.Written!, next.Written!).Where(path => !Follows(path, next))];
        string[] followed = [.. changed.Where(path => Follows(path, next))];

        // Beside the file that the program was started with: what waits for a restart is named each time.
        if (stay.Length > 0)
            HostLog.ReloadNeedsRestart(logger, string.Join(", ", stay));
        if (followed.Any(path => path is "logLevel" || path.StartsWith("logLevels", StringComparison.Ordinal)))
            levels?.Invoke(next.LogLevel, next.LogLevels);
        dialer.Follow(next, path => changed.Any(written => written == path || written.StartsWith(path + ".", StringComparison.Ordinal)));
        _followed = next;
        HostLog.Reloaded(logger, file, followed.Length == 0 ? "lists and do-not-call files" : string.Join(", ", followed));
    }

    private bool Follows(string path, DialerConfig next) =>
        Matches(path, Follow) || (Matches(path, FollowWithCallers) && dialer.FollowsCallers(next));

    private static bool Matches(string path, string[] patterns)
    {
        string pattern = Regex.Replace(path, @"\[[^\]]*\]", "[]");
        return Array.Exists(patterns, known => pattern == known || pattern.StartsWith(known + ".", StringComparison.Ordinal) || pattern.StartsWith(known + "[", StringComparison.Ordinal));
    }
}
