namespace Dialer.Server.Configuration;

public enum ConfigNodeKind : byte
{
    Missing,
    Object,
    Array,
    Text,
    Number,
    Flag,
    Null,
}
