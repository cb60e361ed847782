namespace AccessReview.Connectors.Packed;

/// <summary>How something is written into a <see cref="PackedList{T, TPacked}"/> and read from it again.</summary>
public interface IPacked<T>
{
    /// <summary>Writes its values.</summary>
    static abstract void Write(PackWriter to, T value);

    /// <summary>Reads them in the same order.</summary>
    static abstract T Read(ref PackReader from);
}
