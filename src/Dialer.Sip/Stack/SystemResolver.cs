using System.Net;

namespace Dialer.Sip.Stack;

/// <summary>Host names by the operating system, addresses only; at most <see cref="MaxPending"/> questions at a time.</summary>
internal sealed class SystemResolver(ISipExecutor executor) : ISipResolver
{
    private const int MaxPending = 256;

    private int _pending;

    public void Resolve(SipUri target, Action<IReadOnlyList<SipHop>> done)
    {
        if (!SipUriView.TryParse(SipStack.Utf8(target.ToString()), out SipUriView view) || target.Host.Length == 0
            || Interlocked.Increment(ref _pending) > MaxPending)
        {
            done([]);
            return;
        }
        SipTransport transport = SipTargets.TransportOf(view);
        int port = target.Port == 0 ? SipTargets.DefaultPort(transport) : target.Port;
        _ = ResolveAsync(target.Host, transport, port, done);
    }

    private async Task ResolveAsync(string host, SipTransport transport, int port, Action<IReadOnlyList<SipHop>> done)
    {
        IReadOnlyList<SipHop> hops = [];
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            hops = Array.ConvertAll(addresses, address => SipHop.From(transport, address, port));
        }
        catch (Exception refused) when (refused is System.Net.Sockets.SocketException or ArgumentException)
        {
            // No such name: an empty list says so.
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
        executor.Execute(() => done(hops));
    }
}
