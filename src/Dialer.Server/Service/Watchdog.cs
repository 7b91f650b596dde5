using System.Globalization;
using Dialer.Server.Running;
using Microsoft.Extensions.Hosting.Systemd;

namespace Dialer.Server.Service;

/// <summary>Tells systemd's watchdog that the engine's loop answers, twice in each interval that it allows (sd_watchdog_enabled(3)).</summary>
/// <param name="ready">Until then systemd waits for READY, and not for this.</param>
internal sealed class Watchdog(RunningDialer dialer, ISystemdNotifier systemd, Task ready) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!systemd.IsEnabled || Every(Environment.GetEnvironmentVariable("WATCHDOG_USEC")) is not { } every)
            return;
        await ready.WaitAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(every);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            if ((await dialer.TroubleAsync().ConfigureAwait(false)).Count == 0)
                systemd.Notify(Alive);
    }

    /// <summary>Half of what systemd allows; null: it does not ask.</summary>
    internal static TimeSpan? Every(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long allowed) && allowed > 0 ? TimeSpan.FromMicroseconds(allowed / 2.0) : null;
}
