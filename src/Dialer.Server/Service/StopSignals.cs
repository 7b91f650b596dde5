using System.Runtime.InteropServices;

namespace Dialer.Server.Service;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for a drain, the second for an end at once, a third is left to the system. SIGHUP asks
/// for the configuration to be read again and ends nothing; where it says that the terminal is gone, it asks for a drain.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Func<bool> _hasTerminal;
    private readonly bool _hadTerminal;
    private int _count;

    private StopSignals(Func<bool> hasTerminal)
    {
        _hasTerminal = hasTerminal;
        _hadTerminal = hasTerminal();
    }

    /// <summary>Asked for by the first.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Asked for by the second.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <summary>Told of each SIGHUP that is no end of a terminal, on a thread of the system's; null: nothing is read again.</summary>
    public Action? Reload { get; set; }

    /// <param name="hint">Told what the next Ctrl-C does.</param>
    public static StopSignals Listen(Action<string>? hint = null) => Listen(hint, ControllingTerminal.IsThere);

    internal static StopSignals Listen(Action<string>? hint, Func<bool> hasTerminal)
    {
        var signals = new StopSignals(hasTerminal);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            signals._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                if (signals.Count() == 1)
                    hint?.Invoke("Ending: no new calls, conversations may finish. Once more to end at once.");
                context.Cancel = signals._count <= 2;
            }));
        signals._registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            signals.HangUp();
        }));
        return signals;
    }

    /// <summary>As if a signal had come; returns how many have.</summary>
    public int Count()
    {
        int count = Interlocked.Increment(ref _count);
        if (count == 1)
            _drain.Cancel();
        else if (count == 2)
            _atOnce.Cancel();
        return count;
    }

    /// <summary>As if SIGHUP had come. However often: it never ends a conversation.</summary>
    public void HangUp()
    {
        if (!_hadTerminal || _hasTerminal())
            Reload?.Invoke();
        else if (Interlocked.CompareExchange(ref _count, 1, 0) == 0)
            _drain.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _drain.Dispose();
        _atOnce.Dispose();
    }
}
