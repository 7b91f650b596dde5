using System.Net;
using System.Net.Sockets;
using Dialer.Server.Configuration;
using Dialer.Server.Http;
using Dialer.Server.Http.Access;
using Dialer.Server.Running;
using Dialer.Server.Terminal;
using Dialer.Store.Tables;
using Microsoft.Extensions.Hosting.Systemd;

namespace Dialer.Server.Service;

/// <summary>
/// The dialer as a service: one host, with its HTTP interface first and last, the dialer between, systemd told of both. Ended
/// by signals, or by the dialer where it cannot go on; read again on SIGHUP.
/// </summary>
public sealed class DialerService : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan EndAtOnceWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopAfterDrainWithin = TimeSpan.FromSeconds(30);

    private readonly DialerConfig _config;
    private readonly ILogger _logger;
    private readonly RunningDialer _dialer;
    private readonly WebApplication _host;
    private readonly ISystemdNotifier _systemd;
    private readonly Reloading? _reloading;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StopSignals? _signals;
    private bool _isListening;
    private bool _isOrderly;

    public DialerService(DialerConfig config, ILoggerFactory logs, RunningOptions options)
    {
        _config = config;
        _logger = logs.CreateLogger("Dialer.Host");
        _dialer = new RunningDialer(config, logs, options);
        _reloading = options.ConfigFile is { } file ? new Reloading(file, config, _dialer, options.LevelsChanged, _logger) : null;
        _host = DialerApi.Create(WithKey(config, _dialer.Tables, logs.CreateLogger("Dialer.Http")), _dialer, Configure, logs.CreateLogger("Dialer.Http"));
        _systemd = _host.Services.GetRequiredService<ISystemdNotifier>();
    }

    public RunningDialer Dialer => _dialer;

    private TimeSpan DrainWithin => (_reloading?.Current ?? _config).DrainWithin;

    /// <summary>Where the HTTP interface listens, once started.</summary>
    public Uri HttpAddress => new(_host.Urls.First());

    /// <summary>The interface first: a port that is taken is told before anybody is dialed.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _host.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception taken) when (!_isListening && (taken is IOException or SocketException))
        {
            throw Trouble.Unreachable($"The HTTP interface cannot listen on {new IPEndPoint(_config.Http.Bind, _config.Http.Port)}: {taken.Message} Choose another http.port.", taken);
        }
    }

    /// <summary>Until a signal asks for an end, or the dialer cannot go on. Returns the exit code.</summary>
    public async Task<int> RunAsync(StopSignals signals)
    {
        _signals = signals;
        signals.Reload = _reloading is null ? null : _reloading.Ask;
        using (signals.Drain.Register(_host.Lifetime.StopApplication))
            await _host.WaitForShutdownAsync().ConfigureAwait(false);
        signals.Reload = null;
        if (_dialer.Failure is { } failure)
        {
            HostLog.LoopFailed(_logger, failure.Message, failure);
            return ExitCode.Failure;
        }
        return signals.AtOnce.IsCancellationRequested ? ExitCode.EndedAtOnce : _isOrderly ? ExitCode.Ok : ExitCode.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        await _dialer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>An interface that nobody could ask would be of no use, and one that everybody may ask is none.</summary>
    private static HttpConfig WithKey(DialerConfig config, ITableSource tables, ILogger logger)
    {
        if (config.Http.Token is not null || AdminKey.For(config.DataDirectory, tables, out bool wasMade) is not { } key)
            return config.Http;
        AccessLog.AdminKeyUsed(logger, AdminKey.PathOf(config.DataDirectory), wasMade);
        return config.Http with { Token = key };
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IHostLifetime, SignalsElsewhere>();
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.AddSingleton<IHostedService>(this);
        builder.Services.AddHostedService(services => new Watchdog(_dialer, services.GetRequiredService<ISystemdNotifier>(), _ready.Task));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The HTTP interface listens by now.</summary>
    async Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken)
    {
        _isListening = true;
        HostLog.HttpStarted(_logger, HttpAddress.ToString());
        await _dialer.StartAsync(cancellationToken).ConfigureAwait(false);
        _systemd.Notify(new ServiceState($"READY=1\nSTATUS=Dialing; HTTP at {HttpAddress}"));
        _ready.TrySetResult();
        _ = _dialer.Failed.ContinueWith(_ => _host.Lifetime.StopApplication(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The HTTP interface stays open while conversations end: agents still say what came of them.</summary>
    async Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
    {
        var atOnce = _signals?.AtOnce ?? CancellationToken.None;
        _systemd.Notify(new ServiceState("STOPPING=1\nSTATUS=Ending: conversations may finish"));
        _systemd.Notify(new ServiceState(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)(DrainWithin + StopAfterDrainWithin).TotalMicroseconds}")));
        bool isDrained = await _dialer.DrainAsync(DrainWithin, atOnce).ConfigureAwait(false);
        if (!isDrained && !atOnce.IsCancellationRequested)
            HostLog.DrainCutShort(_logger);
        var stopping = _dialer.StopAsync();
        if (!atOnce.IsCancellationRequested)
        {
            _isOrderly = await stopping.ConfigureAwait(false) && isDrained;
            return;
        }
        HostLog.EndingAtOnce(_logger);
        await Task.WhenAny(stopping, Task.Delay(EndAtOnceWithin, CancellationToken.None)).ConfigureAwait(false);
    }

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The host listens for no signal itself: the second Ctrl-C and SIGHUP mean more here than it knows.</summary>
    private sealed class SignalsElsewhere : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
