namespace Dialer.Store;

/// <summary>What a column was declared as.</summary>
internal enum BulkType
{
    /// <summary>SMALLINT.</summary>
    Small,

    /// <summary>INTEGER.</summary>
    Whole,

    /// <summary>BIGINT.</summary>
    Big,
    Text,

    /// <summary>REAL; given as a number with a point.</summary>
    Real,

    /// <summary>DOUBLE PRECISION; likewise.</summary>
    Double,
}
