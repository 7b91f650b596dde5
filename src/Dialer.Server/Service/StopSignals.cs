using System.Runtime.InteropServices;

namespace Dialer.Server.Service;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks for a drain, the second for an end at once, a third is left to the system.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    /// <summary>Asked for by the first.</summary>
    public CancellationToken Drain => _drain.Token;

    /// <summary>Asked for by the second.</summary>
    public CancellationToken AtOnce => _atOnce.Token;

    /// <param name="hint">Told what the next Ctrl-C does.</param>
    public static StopSignals Listen(Action<string>? hint = null)
    {
        var signals = new StopSignals();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            signals._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                if (signals.Count() == 1)
                    hint?.Invoke("Ending: no new calls, conversations may finish. Once more to end at once.");
                context.Cancel = signals._count <= 2;
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

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _drain.Dispose();
        _atOnce.Dispose();
    }
}
