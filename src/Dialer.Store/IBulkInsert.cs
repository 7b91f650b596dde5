namespace Dialer.Store;

/// <summary>Takes rows value by value, in the order of the columns.</summary>
internal interface IBulkInsert : IDisposable
{
    /// <summary>A number of whatever width the column has; null for none.</summary>
    void Add(long? value);

    /// <summary>A number with a point.</summary>
    void AddReal(double value);

    void Add(string? value);

    /// <summary>Text as UTF-8.</summary>
    void AddUtf8(byte[] value);

    void EndRow();

    /// <summary>All rows are given. Without it none counts.</summary>
    void Complete();
}
