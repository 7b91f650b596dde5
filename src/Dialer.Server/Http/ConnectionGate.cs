using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Dialer.Server.Http;

/// <summary>
/// Which TCP connections are held. A stranger has <see cref="StrangerPatience"/> to show the token, and strangers of one
/// source, and all of them, have a small share: where it is used up, the one that has waited longest gives way to the newcomer.
/// Who has shown the token counts apart, so that no number of strangers keeps a desk out; and this machine itself (health
/// checks, a proxy) has a share of its own. Nothing here waits: a connection is taken, or it is closed at once.
/// </summary>
internal sealed class ConnectionGate(int mostKnown, TimeProvider time)
{
    public const int StrangersPerSource = 32;
    public const int Strangers = 512;
    public const int StrangersOfThisMachine = 256;

    public static readonly TimeSpan StrangerPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly LinkedList<Lease> _strangers = new();
    private readonly LinkedList<Lease> _ofThisMachine = new();
    private readonly Dictionary<string, LinkedList<Lease>> _bySource = new(StringComparer.Ordinal);
    private int _known;

    /// <summary>Connections of those who have shown the token.</summary>
    public int Known
    {
        get
        {
            lock (_lock)
                return _known;
        }
    }

    public async Task PassAsync(ConnectionContext connection, Func<Task> next)
    {
        var lease = Enter(SourceOf(connection), () => connection.Abort());
        connection.Items[typeof(Lease)] = lease;
        using var patience = time.CreateTimer(_ => Expire(lease), null, StrangerPatience, Timeout.InfiniteTimeSpan);
        try
        {
            await next().ConfigureAwait(false);
        }
        finally
        {
            Leave(lease);
        }
    }

    /// <summary>The lease of the connection that carries this request; null: not behind this gate.</summary>
    public static Lease? Of(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>()?.Items.TryGetValue(typeof(Lease), out object? lease) == true ? (Lease?)lease : null;

    /// <summary>An address of its own each, but the 2^64 of one IPv6 network together; null: this machine.</summary>
    private static string? SourceOf(ConnectionContext connection) => connection.RemoteEndPoint is IPEndPoint end ? SourceOf(end.Address) : null;

    internal static string? SourceOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return null;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    /// <param name="source">Null: this machine.</param>
    /// <param name="close">Ends the connection; must not block.</param>
    internal Lease Enter(string? source, Action close)
    {
        Lease? evicted = null;
        var lease = new Lease(source, close);
        lock (_lock)
        {
            var all = source is null ? _ofThisMachine : _strangers;
            if (source is not null && OfSource(source) is { } own)
            {
                if (own.Count >= StrangersPerSource)
                    evicted = own.First!.Value;
                lease.InSource = own.AddLast(lease);
            }
            if (evicted is null && all.Count >= (source is null ? StrangersOfThisMachine : Strangers))
                evicted = all.First!.Value;
            lease.InAll = all.AddLast(lease);
            if (evicted is not null)
                Remove(evicted);
        }
        evicted?.Close();
        return lease;
    }

    /// <summary>The token was shown. False: there is no more room even for those who have it.</summary>
    public bool Recognise(Lease lease)
    {
        lock (_lock)
        {
            if (lease.IsKnown)
                return true;
            if (_known >= mostKnown + (lease.Source is null ? StrangersOfThisMachine : 0))
                return false;
            Remove(lease);
            lease.IsKnown = true;
            _known++;
            return true;
        }
    }

    internal void Leave(Lease lease)
    {
        lock (_lock)
        {
            if (lease.IsKnown)
                _known--;
            else
                Remove(lease);
            lease.IsKnown = false;
        }
    }

    private void Expire(Lease lease)
    {
        lock (_lock)
            if (lease.InAll is null)
                return;
        lease.Close();
    }

    private LinkedList<Lease> OfSource(string source)
    {
        if (!_bySource.TryGetValue(source, out var own))
            _bySource.Add(source, own = new LinkedList<Lease>());
        return own;
    }

    private void Remove(Lease lease)
    {
        lease.InAll?.List?.Remove(lease.InAll);
        lease.InAll = null;
        if (lease.InSource is not { } place || lease.Source is not { } source)
            return;
        _bySource[source].Remove(place);
        lease.InSource = null;
        if (_bySource[source].Count == 0)
            _bySource.Remove(source);
    }

    /// <summary>One connection, from its first to its last byte.</summary>
    internal sealed class Lease(string? source, Action close)
    {
        public string? Source { get; } = source;
        public bool IsKnown { get; set; }

        /// <summary>Among the strangers; null: not, or not any more.</summary>
        public LinkedListNode<Lease>? InAll { get; set; }
        public LinkedListNode<Lease>? InSource { get; set; }

        public void Close() => close();
    }
}
