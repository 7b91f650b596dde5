using System.Net;
using System.Net.Sockets;
using Dialer.Server.Configuration;
using Dialer.Server.Http;
using Dialer.Server.Running;
using Dialer.Server.Terminal;

namespace Dialer.Server.Service;

/// <summary>The dialer as a service: with its HTTP interface, watched by systemd, ended by signals.</summary>
public sealed class DialerService : IAsyncDisposable
{
    private static readonly TimeSpan EndAtOnceWithin = TimeSpan.FromSeconds(2);

    private readonly DialerConfig _config;
    private readonly ILogger _logger;
    private readonly RunningDialer _dialer;
    private readonly WebApplication _http;
    private readonly ServiceNotifier _notifier = ServiceNotifier.FromEnvironment();

    public DialerService(DialerConfig config, ILoggerFactory logs, RunningOptions options)
    {
        _config = config;
        _logger = logs.CreateLogger("Dialer.Host");
        _dialer = new RunningDialer(config, logs, options);
        _http = DialerApi.Create(config.Http, _dialer);
    }

    public RunningDialer Dialer => _dialer;

    /// <summary>Where the HTTP interface listens, once started.</summary>
    public Uri HttpAddress => new(_http.Urls.First());

    /// <summary>The interface first: a port that is taken is told before anybody is dialed.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _http.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            throw Trouble.Unreachable($"The HTTP interface cannot listen on {new IPEndPoint(_config.Http.Bind, _config.Http.Port)}: {taken.Message} Choose another http.port.", taken);
        }
        HostLog.HttpStarted(_logger, HttpAddress.ToString());
        await _dialer.StartAsync(cancellation).ConfigureAwait(false);
        _notifier.Ready($"Dialing; HTTP at {HttpAddress}");
    }

    /// <summary>Until a signal asks for an end, or the dialer cannot go on. Returns the exit code.</summary>
    public async Task<int> RunAsync(StopSignals signals)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(signals.Drain);
        using var stopped = new CancellationTokenSource();
        var watching = WatchAsync(stopped.Token);
        await Task.WhenAny(Task.Delay(Timeout.Infinite, over.Token), _dialer.Failed).ConfigureAwait(false);
        bool isOrderly = await EndAsync(signals).ConfigureAwait(false);
        await stopped.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        if (_dialer.Failure is { } failure)
        {
            HostLog.LoopFailed(_logger, failure.Message, failure);
            return ExitCode.Failure;
        }
        return signals.AtOnce.IsCancellationRequested ? ExitCode.EndedAtOnce : isOrderly ? ExitCode.Ok : ExitCode.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync().ConfigureAwait(false);
        await _dialer.DisposeAsync().ConfigureAwait(false);
        _notifier.Dispose();
    }

    /// <summary>The HTTP interface stays open while conversations end: agents still say what came of them.</summary>
    private async Task<bool> EndAsync(StopSignals signals)
    {
        _notifier.Stopping("Ending: conversations may finish");
        _notifier.ExtendStop(_config.DrainWithin + TimeSpan.FromSeconds(30));
        bool isDrained = await _dialer.DrainAsync(_config.DrainWithin, signals.AtOnce).ConfigureAwait(false);
        if (!isDrained && !signals.AtOnce.IsCancellationRequested)
            HostLog.DrainCutShort(_logger);
        var stopping = StopAsync();
        if (!signals.AtOnce.IsCancellationRequested)
            return await stopping.ConfigureAwait(false) && isDrained;
        HostLog.EndingAtOnce(_logger);
        await Task.WhenAny(stopping, Task.Delay(EndAtOnceWithin)).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> StopAsync()
    {
        bool isStored = await _dialer.StopAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(EndAtOnceWithin);
        await _http.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isStored;
    }

    /// <summary>The watchdog hears only of a loop that answers.</summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        if (_notifier.WatchdogEvery is not { } every)
            return;
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                if ((await _dialer.TroubleAsync().ConfigureAwait(false)).Count == 0)
                    _notifier.Alive();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
