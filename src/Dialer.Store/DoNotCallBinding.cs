namespace Dialer.Store;

/// <summary>Whom a number on a do-not-call list keeps from being called.</summary>
public enum DoNotCallBinding
{
    /// <summary>Everybody who has it, by all their numbers: the company's own list, an objection made to it.</summary>
    Person,

    /// <summary>The number alone: a national register.</summary>
    Number,
}
